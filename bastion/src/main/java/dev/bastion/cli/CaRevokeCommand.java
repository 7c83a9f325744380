package dev.bastion.cli;

import dev.bastion.option.RevocableOptions;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.CertificateDesk;
import dev.bastion.policy.Decision;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Revokes by whoever rules the server; a bastion that runs acts on it within a second, and hosts with their next list. */
@Command(
        name = "revoke",
        description = "take back a certificate, a key or an authority: what was begun by it ends within a second",
        sortOptions = false)
final class CaRevokeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    RevocableOptions revocable = new RevocableOptions();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the ledger")
    String reason;

    @Mixin
    ByOption by = new ByOption();

    @Mixin
    ConfigOption config = new ConfigOption();

    CaRevokeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        RevocableOptions.Thing thing = revocable.thing();
        try (ServerDesk server = ServerDesk.open(config.read(around), around)) {
            Decision decision = server.decide(decider(server.desk().certificates(), thing));
            if (decision instanceof Decision.Refused refused) {
                return new RefusedException(refused.sentence(), refused.hint()).tell(around);
            }
            around.out().println(decision.sentence());
            return ExitCode.DONE;
        }
    }

    private Decider<Decision> decider(CertificateDesk desk, RevocableOptions.Thing thing) {
        return switch (thing) {
            case RevocableOptions.Certificate certificate ->
                desk.revokeCertificateHere(by.who(), certificate.serial(), reason);
            case RevocableOptions.Named named -> desk.revokeHere(by.who(), named.kind(), named.what(), reason);
        };
    }
}
