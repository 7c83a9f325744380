package dev.bastion.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.option.ReportOptions;
import dev.bastion.policy.Grant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Administrators are shown all; who reviews is shown the access to what they review. */
@Command(name = "report")
final class ReportCommand extends ControlCommand {
    private static final String JSON = "json";

    @Parameters(
            paramLabel = "SUBJECT",
            description =
                    "access (who had what, why and until when), rules (and their use), people (by last use), frameworks (how"
                            + " much of each is shown), or one of ffiec, pci, nist, soc2 and iso; all but access for"
                            + " administrators")
    String subject;

    @Mixin
    ReportOptions options = new ReportOptions();

    @Override
    Outcome run(Call call) {
        AuditReports reports = call.context().reports();
        String of = ReportOptions.subject(subject, reports.subjects());
        String format = json ? JSON : options.format(reports.formats());
        Instant now = call.now();
        return refusal(call, of).orElseGet(() -> {
            AuditReports.Written written = reports.write(
                    new AuditReports.Wanted(of, format, options.since(now), options.until(now), shown(call)));
            written.damage().ifPresent(damage -> call.printer().say("the ledger is not as it was signed: " + damage));
            return answer(call, format, written.text());
        });
    }

    private static Optional<Outcome> refusal(Call call, String of) {
        boolean administers = call.policy().mayAdminister(call.person());
        boolean reviews = call.policy().targets().stream()
                .anyMatch(target -> call.policy().mayReview(call.person(), target));
        if (administers || (reviews && of.equals(AuditReports.ACCESS))) {
            return Optional.empty();
        }
        String duties = of.equals(AuditReports.ACCESS) ? "administer or review" : "administer";
        return Optional.of(Outcome.refused(
                "not_allowed",
                "'report %s' needs the duty %s, which no group of yours has".formatted(of, duties),
                "ssh bastion whoami"));
    }

    /** A grant that also opened what somebody does not review is not theirs to be shown. */
    private static Predicate<Grant> shown(Call call) {
        return grant -> call.policy().mayAdminister(call.person())
                || grant.targets().stream().allMatch(target -> Sight.ofRecording(call, target));
    }

    private Outcome answer(Call call, String format, String text) {
        if (json) {
            return Outcome.answer(parsed(text), new Page());
        }
        if (format.equals(AuditReports.TEXT)) {
            Page page = new Page();
            text.lines().forEach(page::line);
            return Outcome.answer(Json.object(), page);
        }
        try {
            call.channel().out().write(text.getBytes(StandardCharsets.UTF_8));
            call.channel().out().flush();
            return new Outcome.Streamed(Exit.DONE);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static ObjectNode parsed(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that is no JSON", e);
        }
    }
}
