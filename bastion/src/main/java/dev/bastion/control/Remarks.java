package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import dev.bastion.recorder.Counters;
import java.util.ArrayList;
import java.util.List;

/**
 * What in a session's record a reviewer has to look at: bytes that passed and are not kept, and more withheld input than
 * passwords account for (THREATS.md T14, T15). Of a session that broke off nobody knows the counts.
 */
record Remarks(long unrecordedBytes, int withheldLines) {
    private static final Remarks NONE = new Remarks(0, 0);

    static Remarks of(Counters counters) {
        return new Remarks(counters.unrecorded(), counters.withheldLines());
    }

    /** Those of a session of the ledger; while it lives, those of its recording so far. */
    static Remarks of(SessionFacts session, Call call) {
        return switch (session.state()) {
            case SessionState.Ended ended -> new Remarks(ended.unrecordedBytes(), ended.withheldLines());
            case SessionState.Broken ignored -> NONE;
            case SessionState.Open ignored ->
                call.context()
                        .live()
                        .find(session.session())
                        .map(live -> of(live.recorded()))
                        .orElse(NONE);
        };
    }

    private boolean unrecorded() {
        return unrecordedBytes > 0;
    }

    private boolean withholdsMuch() {
        return Counters.withholdsMuch(withheldLines);
    }

    /** Whether the session stands before the others in this person's list: something passed unseen that they review. */
    boolean comeFirst(Call call, String target) {
        return unrecorded() && Sight.ofRecording(call, target);
    }

    /** As lists show them: {@code 4.1 MiB unrecorded, 12 lines withheld}; empty where nothing stands out. */
    Cell cell() {
        return new Cell(String.join(", ", words()), Tone.BAD);
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        if (unrecorded()) {
            words.add(Wording.bytes(unrecordedBytes) + " unrecorded");
        }
        if (withholdsMuch()) {
            words.add(withheldLines + " lines withheld");
        }
        return words;
    }

    /** The same for programs: {@code unrecorded}, {@code withholds_much}. */
    ArrayNode json() {
        ArrayNode json = Json.array();
        if (unrecorded()) {
            json.add("unrecorded");
        }
        if (withholdsMuch()) {
            json.add("withholds_much");
        }
        return json;
    }
}
