package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

/**
 * Who tells: what people type after {@code ssh}, and the installation's own name, which no two share.
 *
 * @param bastion the first of the bastion's names
 * @param installation also after a restart the same
 */
record Sender(String bastion, String installation) {
    Sender {
        requireNonNull(bastion, "bastion is null");
        requireNonNull(installation, "installation is null");
    }

    /**
     * The same for each try and after a restart, and no other notice's: {@code bastion-1a2b3c4d:request-waits:r-41}. Without
     * dots, which part it from what is signed with it.
     */
    String id(Notice notice) {
        return installation.replace('.', '-') + ":" + notice.kind().word() + ":" + notice.subject();
    }
}
