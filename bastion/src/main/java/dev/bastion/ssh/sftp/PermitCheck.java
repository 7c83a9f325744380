package dev.bastion.ssh.sftp;

import dev.bastion.policy.Permit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which requests the permits of a grant let pass. */
final class PermitCheck {

    private final boolean read;
    private final boolean write;

    PermitCheck(Set<Permit> permits) {
        this.read = permits.contains(Permit.SFTP_READ);
        this.write = permits.contains(Permit.SFTP_WRITE);
    }

    /** The permit that is lacking, if one is. */
    Optional<Permit> lacking(Request request) {
        return needed(request).stream().filter(permit -> !has(permit)).findFirst();
    }

    private Set<Permit> needed(Request request) {
        return switch (request) {
            case Request.Open open -> forOpen(open);
            case Request.Read reads -> EnumSet.of(Permit.SFTP_READ);
            case Request.Write writes -> EnumSet.of(Permit.SFTP_WRITE);
            case Request.SetOnHandle sets -> EnumSet.of(Permit.SFTP_WRITE);
            case Request.Change changes -> EnumSet.of(Permit.SFTP_WRITE);
            case Request.AskHandle asks -> asks.changes() ? EnumSet.of(Permit.SFTP_WRITE) : either();
            case Request.Close closes -> Set.of();
            case Request.Unknown unknown -> Set.of();
            case Request.OpenDirectory lists -> either();
            case Request.ReadDirectory lists -> either();
            case Request.Look looks -> either();
            case Request.LookAtHandle looks -> either();
            case Request.Resolve resolves -> either();
            case Request.ReadLink looks -> either();
            case Request.ExpandPath resolves -> either();
            case Request.AskPath asks -> either();
            case Request.Ask asks -> either();
        };
    }

    private static Set<Permit> forOpen(Request.Open open) {
        Set<Permit> needed = EnumSet.noneOf(Permit.class);
        if (open.writes()) {
            needed.add(Permit.SFTP_WRITE);
        }
        if (open.reads()) {
            needed.add(Permit.SFTP_READ);
        }
        return needed;
    }

    /** Names and attributes are needed to read as well as to write. */
    private Set<Permit> either() {
        return read || write ? Set.of() : EnumSet.of(Permit.SFTP_READ);
    }

    private boolean has(Permit permit) {
        return permit == Permit.SFTP_READ ? read : write;
    }
}
