package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that people type over SSH: {@code ssh bastion whoami}. Thread-safe; each run blocks its own thread, which
 * the server makes.
 *
 * <p>Standard output holds the answer alone, sentences and hints go to standard error, and the exit status is one of
 * {@link Exit}. Arguments are words and nothing else: none reaches a shell or becomes part of a file's name.
 */
public final class ControlCommands {
    private static final Logger log = LoggerFactory.getLogger(ControlCommands.class);

    private final ControlContext context;
    private final RequestWatch watch = new RequestWatch();

    public ControlCommands(ControlContext context) {
        this.context = requireNonNull(context, "context is null");
        context.journal().onCommitted(watch::committed);
        context.policies().onChange(policy -> watch.policyChanged());
    }

    /**
     * Runs one command.
     *
     * @param caller who asks
     * @param commandLine what the client sent; empty for {@code ssh bastion} alone
     * @param channel what it reads and writes
     * @return the exit status, 0 to 5
     */
    public int run(Caller caller, String commandLine, CommandChannel channel) {
        try {
            return answered(caller, commandLine, channel).status();
        } catch (UncheckedIOException gone) {
            log.debug("{} left before the answer", caller.person().name());
            return Exit.LAPSED.status();
        }
    }

    private Exit answered(Caller caller, String commandLine, CommandChannel channel) {
        List<Word> words;
        try {
            words = Words.of(commandLine);
        } catch (UsageException wrong) {
            return report(new Call(caller, channel, context, watch, false), wronglyTyped(wrong));
        }
        Call call = new Call(caller, channel, context, watch, Arguments.json(words));
        return report(call, outcome(call, words));
    }

    private static Outcome outcome(Call call, List<Word> words) {
        try {
            return Dispatch.run(call, words);
        } catch (UsageException wrong) {
            return wronglyTyped(wrong);
        } catch (LedgerException closed) {
            log.warn("{}: {}", call.name(), closed.getMessage(), closed.getCause());
            return fault("ledger", closed.getMessage() + ", nothing was changed", "try again in a minute");
        } catch (UncheckedIOException gone) {
            throw gone;
        } catch (RuntimeException broken) {
            String reference = UUID.randomUUID().toString().substring(0, 8);
            log.error("{}: a command failed, reference {}", call.name(), reference, broken);
            return fault(
                    "fault",
                    "something went wrong here, reference %s".formatted(reference),
                    "tell an administrator the reference");
        }
    }

    private static Outcome wronglyTyped(UsageException wrong) {
        return new Outcome.Failed(Exit.USAGE, "usage", wrong.getMessage(), Optional.of(wrong.hint()));
    }

    private static Outcome fault(String code, String sentence, String hint) {
        return new Outcome.Failed(Exit.FAULT, code, sentence, Optional.of(hint));
    }

    private static Exit report(Call call, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered answer -> report(call, answer);
            case Outcome.Failed failed -> report(call, failed);
            case Outcome.Streamed ignored -> {}
        }
        return outcome.exit();
    }

    private static void report(Call call, Outcome.Answered answer) {
        if (call.json()) {
            call.printer().answerLine(Json.line(answer.json()));
            return;
        }
        call.printer().answer(answer.page());
        answer.notes().forEach(call.printer()::say);
    }

    private static void report(Call call, Outcome.Failed failed) {
        if (call.json()) {
            call.printer().answerLine(Json.line(Json.error(failed)));
            return;
        }
        call.printer().say(failed.sentence());
        failed.hint().ifPresent(hint -> call.printer().say("hint: " + hint));
    }
}
