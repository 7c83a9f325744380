package dev.bastion.cli;

/** The files with which somebody begins. */
final class Templates {
    private Templates() {}

    /**
     * A commented bastion.yaml.
     *
     * @param passphraseKey how the keys' passphrase is given, as further keys of the section
     */
    static String bastion(boolean demo, String name, String passphraseKey) {
        return """
                # How this bastion runs. Every key is explained in bastion-yaml.md of the documentation.
                # "bastion check" says everything that is wrong with it.
                version: 1
                %s
                # Where people connect. %s
                listen: "%s"

                # Its own names; the first is what people type after "ssh". Never a target's.
                names: [%s]

                # Everything that it writes, unless said otherwise.
                data: ./data
                database: {url: "jdbc:sqlite:data/bastion.db"}

                # People, targets and rules; read again whenever it changes.
                policy: ./access.yaml

                keys: {directory: ./keys%s}

                # What one session may record, and the free space below which no new one starts.
                recordings: {session-budget: 2GiB, reserve: 1GiB}

                # The newest signed head of the ledger, best on another disk: it shows when the ledger was set back.
                # head-copy: /mnt/other/bastion-head

                # The address that the targets see; the certificates that open them are good from there only.
                # onward: {source-address: 10.0.0.2}

                # Who is told of what waits for approval; people by the mail: of theirs in access.yaml.
                # notify: {mail: {smtp: "mail.example:587", from: bastion@example.org}}
                """.formatted(
                        demo ? "\n# To try it out: loopback only, every banner says demo.\ndemo: true\n" : "",
                        demo ? "A demo listens on loopback only." : "Port 22 needs a capability; see the unit file.",
                        demo ? "127.0.0.1:2222" : "0.0.0.0:2222",
                        YamlLine.text(name),
                        passphraseKey);
    }

    /** A commented access.yaml that grants nothing to anybody. */
    static String access() {
        return """
                # Who may ask for what, and who says yes. Read again whenever it changes; one with a mistake in it changes
                # nothing. "bastion check" says every mistake, "bastion explain PERSON TARGET" which rule decides.
                version: 1

                people: {}
                #  alice: {keys: ["ssh-ed25519 AAAA... alice@laptop"], groups: [engineers], mail: alice@example.org}

                groups:
                  engineers: {}
                  reviewers: {duties: [review]}
                  admins: {duties: [administer]}

                targets: {}
                #  prod-db-1:
                #    address: "10.0.0.5:22"
                #    aliases: [db1]
                #    labels: {env: prod}
                #    logins: [postgres, deploy]
                #    host-key: "ssh-ed25519 AAAA..."

                rules: []
                #  - name: engineers-to-prod
                #    groups: [engineers]
                #    labels: {env: prod}
                #    logins: [postgres, deploy]
                #    permits: [shell, exec, sftp-read, sftp-write]
                #    duration: {default: 45m, max: 4h}
                #    approvals: {count: 1, from: reviewers}
                #    reason: required
                #    start: approval
                #    lapse: 1h
                #    review: {within: 24h}
                #    break-glass: {max: 30m, review-within: 4h}
                """;
    }
}
