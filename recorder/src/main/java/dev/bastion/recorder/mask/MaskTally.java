package dev.bastion.recorder.mask;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each kind was masked; never what. Safe for concurrent use. */
public final class MaskTally {

    private final Map<MaskKind, LongAdder> counts;

    public MaskTally() {
        Map<MaskKind, LongAdder> all = new EnumMap<>(MaskKind.class);
        for (MaskKind kind : MaskKind.values()) {
            all.put(kind, new LongAdder());
        }
        counts = Collections.unmodifiableMap(all);
    }

    /** Counts one. */
    public void add(MaskKind kind) {
        counts.get(kind).increment();
    }

    /** What was counted so far, without the kinds that were not seen; immutable. */
    public Map<MaskKind, Long> counts() {
        Map<MaskKind, Long> seen = new EnumMap<>(MaskKind.class);
        counts.forEach((kind, count) -> {
            if (count.sum() > 0) {
                seen.put(kind, count.sum());
            }
        });
        return Collections.unmodifiableMap(seen);
    }
}
