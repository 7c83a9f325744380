package dev.bastion.policy.rule;

import dev.bastion.policy.rule.ExecRecording.PastLimit;
import dev.bastion.policy.yaml.YamlMap;
import java.util.Map;

/** Reads {@code exec-recording: {limit: 10MiB, then: digest}} of a rule. Stateless. */
public final class ExecRecordingReader {

    private static final long MOST = 1L << 40;
    private static final Map<String, PastLimit> PAST_LIMIT = Map.of("digest", PastLimit.DIGEST, "end", PastLimit.END);

    private ExecRecordingReader() {}

    public static ExecRecording read(YamlMap rule) {
        return rule.map("exec-recording").map(ExecRecordingReader::limit).orElse(ExecRecording.DEFAULT);
    }

    private static ExecRecording limit(YamlMap map) {
        long limit = map.size("limit", 0, MOST).orElse(ExecRecording.DEFAULT.limitBytes());
        PastLimit then = map.word("then", PAST_LIMIT).orElse(ExecRecording.DEFAULT.pastLimit());
        map.refuseUnknown();
        return new ExecRecording(limit, then);
    }
}
