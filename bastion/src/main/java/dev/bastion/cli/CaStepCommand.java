package dev.bastion.cli;

import dev.bastion.authority.Authorities;
import dev.bastion.authority.KeyCabinet;
import dev.bastion.authority.Rotation;
import dev.bastion.authority.RotationAnswer;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Authority;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One step in the life of an authority's key, by whoever rules the server; bastions that run act on it within a second. */
abstract class CaStepCommand implements Callable<Integer> {
    final Surroundings around;

    @Parameters(index = "0", paramLabel = "AUTHORITY", description = "access, target or host")
    String authority;

    @Mixin
    ByOption by = new ByOption();

    @Mixin
    ConfigOption config = new ConfigOption();

    CaStepCommand(Surroundings around) {
        this.around = around;
    }

    @Command(name = "rotate", description = "the authority's new key comes one step further: trusted, then the signer")
    static final class Rotate extends CaStepCommand {
        @Option(names = "--force", description = "go on without those who have not followed, who then lose access")
        boolean force;

        Rotate(Surroundings around) {
            super(around);
        }

        @Override
        RotationAnswer step(Rotation rotation, SqlJournal journal, KeyCabinet cabinet) {
            return submitted(journal, rotation.advance(chosen(), by.who(), force));
        }
    }

    @Command(
            name = "retire",
            description = "end the key that signed before, once nothing that it signed is good any more")
    static final class Retire extends CaStepCommand {
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FINGERPRINT",
                description = "another key that does not sign; the one that retires when left out")
        String fingerprint;

        @Option(
                names = "--force",
                description = "now, which ends what it signed, and whoever has not followed loses access")
        boolean force;

        Retire(Surroundings around) {
            super(around);
        }

        @Override
        RotationAnswer step(Rotation rotation, SqlJournal journal, KeyCabinet cabinet) {
            return submitted(journal, rotation.retire(chosen(), Optional.ofNullable(fingerprint), by.who(), force));
        }
    }

    abstract RotationAnswer step(Rotation rotation, SqlJournal journal, KeyCabinet cabinet) throws IOException;

    static RotationAnswer submitted(SqlJournal journal, Decider<RotationAnswer> decider) {
        return journal.submit(decider).toCompletableFuture().join();
    }

    Authority chosen() {
        return Authority.of(authority)
                .orElseThrow(() ->
                        new Complaint("there is no authority '%s'".formatted(authority), "access, target or host"));
    }

    @Override
    public Integer call() throws IOException {
        chosen();
        BastionConfig read = config.read(around);
        if (read.signer().filter(terms -> !terms.isSigners()).isPresent()) {
            throw new Complaint(
                    "the keys lie with a signer that stands apart", "do this there; this bastion follows by itself");
        }
        AccessPolicy policy = ConfigOption.policy(read);
        Rotation rotation = Rotations.of(read, policy, around.clock());
        try (SqlJournal journal = SqlJournal.openBeside(Ledgers.settings(read), around.clock());
                KeyCabinet cabinet = new KeyCabinet(read.keys(), around.clock())) {
            Authorities.adopt(cabinet, journal, by.who(), around.clock());
            return tell(step(rotation, journal, cabinet), new RotationAdvice(around, policy));
        }
    }

    private int tell(RotationAnswer answer, RotationAdvice advice) {
        return switch (answer) {
            case RotationAnswer.Refused refused -> {
                around.say(refused.sentence());
                around.hint(refused.hint());
                yield ExitCode.REFUSED;
            }
            case RotationAnswer.Done done -> {
                advice.after(done.key(), done.to());
                yield ExitCode.DONE;
            }
        };
    }
}
