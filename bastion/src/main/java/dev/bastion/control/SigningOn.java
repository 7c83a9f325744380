package dev.bastion.control;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.factor.QrCode;
import dev.bastion.policy.Decision;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.KeyLine;
import dev.bastion.policy.KeyReading;
import dev.bastion.signon.Refusal;
import dev.bastion.signon.SignOnDesk;
import dev.bastion.signon.SignOnDesk.PendingSignOn;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Signs on by a key that this connection proved: says where to go and what to type there, and stays until that is done. Only
 * standard error is written to meanwhile.
 */
final class SigningOn {
    private final SignOnDesk desk;
    private final CommandChannel channel;
    private final Printer printer;

    SigningOn(SignOnDesk desk, CommandChannel channel) {
        this.desk = desk;
        this.channel = channel;
        this.printer = new Printer(channel);
    }

    Outcome by(SshPublicKey key, InetAddress from) {
        return switch (KeyLine.read(key.type() + " " + Base64.getEncoder().encodeToString(key.blob()))) {
            case KeyReading.Read read -> by(read.key(), from);
            case KeyReading.Faulty faulty -> Outcome.refused("unfit_key", faulty.message(), "make one with ssh-keygen");
        };
    }

    private Outcome by(IdentityKey key, InetAddress from) {
        try {
            return switch (desk.begin(key, from)) {
                case SignOnDesk.Start.Refused refused -> refused(refused.why());
                case SignOnDesk.Start.Begun begun -> waited(begun.pending(), key);
            };
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Outcome.refused("stopping", "the bastion is stopping", "try again in a minute");
        }
    }

    private Outcome waited(PendingSignOn pending, IdentityKey key) throws InterruptedException {
        try (pending) {
            CountDownLatch gone = new CountDownLatch(1);
            channel.onClose(gone::countDown);
            say(pending, key);
            return switch (pending.await(length -> !gone.await(length.toMillis(), TimeUnit.MILLISECONDS))) {
                case SignOnDesk.Outcome.Decided decided -> outcome(decided.decision());
                case SignOnDesk.Outcome.Refused refused -> refused(refused.why());
                case SignOnDesk.Outcome.Left left -> new Outcome.Streamed(Exit.LAPSED);
            };
        }
    }

    private void say(PendingSignOn pending, IdentityKey key) {
        String shortest = pending.wholeAddress().orElse(pending.address());
        if (channel.terminal().isPresent()) {
            QrCode.lines(shortest).forEach(printer::say);
        }
        printer.say("open %s and enter the code %s".formatted(pending.address(), pending.userCode()));
        pending.wholeAddress().ifPresent(whole -> printer.say("or open %s".formatted(whole)));
        printer.say("the key %s %s becomes yours by it".formatted(key.type(), key.fingerprint()));
        printer.say("waiting until you have signed on there, for %s at most; leave with Ctrl-C and nothing changes"
                .formatted(Wording.length(Duration.ofSeconds(pending.length().toSeconds()))));
    }

    private static Outcome outcome(Decision decision) {
        return switch (decision) {
            case Decision.SignOnChanged changed ->
                SignOnView.answer(changed).hint("from the next connection on it holds");
            case Decision.Refused refused -> Decided.refused(refused);
            default -> throw new IllegalStateException("no answer to a sign-on: " + decision);
        };
    }

    private static Outcome refused(Refusal why) {
        Exit exit = switch (why.code()) {
            case "code_expired" -> Exit.LAPSED;
            case "ledger" -> Exit.FAULT;
            default -> Exit.REFUSED;
        };
        return new Outcome.Failed(exit, why.code(), why.sentence(), Optional.of(why.hint()));
    }
}
