package dev.bastion.control;

import java.util.List;

/** The live sessions of this bastion, for lists and for the end that an administrator gives them. Thread-safe. */
public interface LiveSessions {
    /** Those that live now, in the order in which they opened. */
    List<LiveSessionFacts> list();

    /**
     * Ends one at once; its event follows as soon as the ledger takes it.
     *
     * @param session its number
     * @param by the administrator
     * @param reason what the person in it reads, as typed; the caller of this escapes nothing
     * @return false when no such session lives
     */
    boolean kill(long session, String by, String reason);
}
