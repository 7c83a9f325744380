package dev.bastion.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bastion.policy.Grant;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import dev.bastion.recorder.Counters;
import java.util.ArrayList;
import java.util.List;

/**
 * What in a session's record a reviewer has to look at: that it ran under a grant which nobody had approved, bytes that passed
 * and are not kept, and more withheld input than passwords account for (THREATS.md T14, T15); besides, what was masked. Of a session that broke off nobody knows the counts.
 */
record Remarks(boolean breakGlass, long unrecordedBytes, int withheldLines, Masked masked) {
    /** The word of every list for what was taken in an emergency. */
    static final String BREAK_GLASS = "break-glass";

    /** Of a session that lives. */
    static Remarks of(LiveSessionFacts session, Call call) {
        return of(session.recorded(), session.grant(), call);
    }

    private static Remarks of(Counters counters, long grant, Call call) {
        return new Remarks(
                underBrokenGlass(grant, call),
                counters.unrecorded(),
                counters.withheldLines(),
                Masked.ofKinds(counters.masked()));
    }

    /** What the sessions of one grant come to together, but for the mark that is the grant's own and what was masked. */
    static Remarks inAll(List<SessionFacts> sessions, Call call) {
        long unrecorded = 0;
        int withheld = 0;
        for (SessionFacts session : sessions) {
            Remarks remarks = of(session, call);
            unrecorded += remarks.unrecordedBytes();
            withheld += remarks.withholdsMuch() ? remarks.withheldLines() : 0;
        }
        return new Remarks(false, unrecorded, withheld, Masked.NOTHING);
    }

    private static boolean underBrokenGlass(long grant, Call call) {
        return call.state().grant(grant).filter(Grant::isBreakGlass).isPresent();
    }

    /** Those of a session of the ledger; while it lives, those of its recording so far. */
    static Remarks of(SessionFacts session, Call call) {
        return switch (session.state()) {
            case SessionState.Ended ended ->
                new Remarks(
                        underBrokenGlass(session.grant(), call),
                        ended.unrecordedBytes(),
                        ended.withheldLines(),
                        new Masked(ended.masked()));
            case SessionState.Broken ignored -> of(Counters.NONE, session.grant(), call);
            case SessionState.Open ignored ->
                of(
                        call.context()
                                .live()
                                .find(session.session())
                                .map(LiveSessionFacts::recorded)
                                .orElse(Counters.NONE),
                        session.grant(),
                        call);
        };
    }

    private boolean unrecorded() {
        return unrecordedBytes > 0;
    }

    private boolean withholdsMuch() {
        return Counters.withholdsMuch(withheldLines);
    }

    /** Whether bytes are missing, or more input is than passwords account for. */
    boolean passedUnseen() {
        return unrecorded() || withholdsMuch();
    }

    /** Whether the session stands before the others in this person's list: something passed unseen that they review. */
    boolean comeFirst(Call call, String target) {
        return unrecorded() && Sight.ofRecording(call, target);
    }

    /** As lists show them: {@code break-glass, 4.1 MiB unrecorded, 12 lines withheld}; empty where nothing stands out. */
    Cell cell() {
        return new Cell(String.join(", ", words()), Tone.BAD);
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        if (breakGlass) {
            words.add(BREAK_GLASS);
        }
        if (unrecorded()) {
            words.add(Wording.bytes(unrecordedBytes) + " unrecorded");
        }
        if (withholdsMuch()) {
            words.add(withheldLines + " lines withheld");
        }
        masked.words().ifPresent(words::add);
        return words;
    }

    /** The same for programs: {@code break_glass}, {@code unrecorded}, {@code withholds_much}. */
    ArrayNode json() {
        ArrayNode json = Json.array();
        if (breakGlass) {
            json.add("break_glass");
        }
        if (unrecorded()) {
            json.add("unrecorded");
        }
        if (withholdsMuch()) {
            json.add("withholds_much");
        }
        return json;
    }
}
