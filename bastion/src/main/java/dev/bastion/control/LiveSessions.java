package dev.bastion.control;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.SessionFacts;
import java.util.List;
import java.util.Optional;

/** The live sessions of this bastion, for lists and for the end that an administrator gives them. Thread-safe. */
public interface LiveSessions {
    /** Those that live now, in the order in which they opened. */
    List<LiveSessionFacts> list();

    /** One that lives now, by its number. */
    default Optional<LiveSessionFacts> find(long session) {
        return list().stream().filter(live -> live.session() == session).findFirst();
    }

    /** Those that the ledger knows to be open in other bastions that share it. */
    List<SessionFacts> elsewhere();

    /**
     * Ends one at once; its event follows as soon as the ledger takes it. One that lives elsewhere ends when its bastion
     * reads that event.
     *
     * @param session its number
     * @param by the administrator
     * @param reason what the person in it reads, as typed; the caller of this escapes nothing
     * @return false when no such session lives
     */
    boolean kill(long session, String by, String reason);

    /**
     * Ends a grant at once, in memory: it opens nothing from now on and all that lives under it is cut. What takes
     * access away never waits for the ledger: the event is written as soon as the ledger takes it, by whoever comes
     * first, this or the command that called it.
     *
     * @param grant its number
     * @param how released or revoked
     * @param by who ended it
     * @param reason what the people in its sessions read
     */
    void endGrant(long grant, GrantEnd how, Optional<String> by, String reason);

    /**
     * Shuts a person out at once, in memory: their sessions end and their connections close. The events that say so are
     * written as soon as the ledger takes them, by whoever comes first.
     *
     * @param person their name
     * @param events what was decided; of these, those that take away
     */
    void disable(String person, List<AccessEvent> events);

    /**
     * Takes back a certificate, a key or an authority at once, in memory: it opens nothing from now on, and what was
     * begun by it ends. The ledger is told as soon as it takes the event, by whoever comes first.
     *
     * @param event {@code CertificateRevoked} or {@code RevocationMade}
     */
    void revoke(AccessEvent event);
}
