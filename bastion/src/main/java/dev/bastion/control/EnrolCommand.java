package dev.bastion.control;

import dev.bastion.certs.Certificate;
import dev.bastion.enrol.Act;
import dev.bastion.enrol.EnrolmentScript;
import dev.bastion.option.EnrolOptions;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints, and does nothing by itself: whoever has root on the host pipes it there. */
@Command(name = "enrol")
final class EnrolCommand extends ControlCommand {
    private static final int MOST_BYTES = 1 << 20;

    @Parameters(paramLabel = "TARGET", description = "the host, by name or alias")
    String name;

    @Mixin
    EnrolOptions terms = new EnrolOptions();

    @Option(
            names = "--host-certificates",
            description = "read certificates of its host keys from standard input, one a line, to be installed")
    boolean hostCertificates;

    @Override
    Outcome run(Call call) {
        Act act = terms.act();
        Optional<Target> target = call.policy().target(name);
        if (target.isEmpty()) {
            return Outcome.notFound("target '%s'".formatted(PlainText.line(name, 60)), "ssh bastion targets");
        }
        try {
            EnrolmentScript script = call.context().joining().script(target.get(), certificates(call), terms.terms());
            return told(call, target.get(), act, script.piped(act));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Outcome told(Call call, Target target, Act act, String script) throws IOException {
        if (json) {
            return Outcome.answer(Json.object().put("script", script), new Page());
        }
        call.channel().out().write(script.getBytes(StandardCharsets.US_ASCII));
        call.channel().out().flush();
        String bastion = call.context().profile().name();
        call.printer().say("hint: … | ssh root@%s sh -s".formatted(target.address()));
        if (act == Act.ENROL) {
            call.printer()
                    .say("hint: ssh %s target check %s tells whether it worked".formatted(bastion, target.name()));
            call.printer()
                    .say("hint: ssh root@%s sh /etc/ssh/bastion/state/script confirm keeps it"
                            .formatted(target.address()));
        }
        return new Outcome.Streamed(Exit.DONE);
    }

    private List<Certificate> certificates(Call call) throws IOException {
        if (!hostCertificates) {
            return List.of();
        }
        byte[] typed = call.channel().in().readNBytes(MOST_BYTES);
        List<Certificate> read = new ArrayList<>();
        for (String line : new String(typed, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList()) {
            if (!line.isEmpty()) {
                read.add(EnrolOptions.hostCertificate(line));
            }
        }
        return read;
    }
}
