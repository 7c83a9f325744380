package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.option.Mistyped;
import dev.bastion.signon.SignOnDesk;
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

    /**
     * Runs what somebody may who is nobody here yet: {@code login}.
     *
     * @return the exit status, 0 to 5
     */
    public int run(Newcomer newcomer, String commandLine, CommandChannel channel) {
        boolean json = false;
        Outcome outcome;
        try {
            List<Word> words = Words.of(commandLine);
            json = Arguments.json(words);
            outcome = outcome(newcomer, words, channel);
        } catch (Mistyped wrong) {
            outcome = wronglyTyped(wrong);
        } catch (UncheckedIOException gone) {
            log.debug("{} left before the answer", newcomer.source());
            return Exit.LAPSED.status();
        } catch (RuntimeException broken) {
            outcome = broken("somebody new", broken);
        }
        try {
            return report(new Printer(channel), json, outcome).status();
        } catch (UncheckedIOException gone) {
            log.debug("{} left before the answer", newcomer.source());
            return Exit.LAPSED.status();
        }
    }

    private Outcome outcome(Newcomer newcomer, List<Word> words, CommandChannel channel) {
        List<String> rest = words.stream()
                .map(Word::text)
                .filter(word -> !word.equals("--json"))
                .toList();
        Optional<SignOnDesk> desk = context.signOn();
        if (rest.equals(List.of("login", "--help"))) {
            return HelpCommand.about(Verb.LOGIN);
        }
        if (desk.isEmpty() || !rest.equals(List.of("login"))) {
            return Outcome.refused(
                    "unknown_key",
                    "the key %s is nobody's here yet".formatted(newcomer.key().fingerprint()),
                    "sign on first: ssh %s login".formatted(context.profile().name()));
        }
        return new SigningOn(desk.get(), channel)
                .by(newcomer.key(), newcomer.source().getAddress());
    }

    private Exit answered(Caller caller, String commandLine, CommandChannel channel) {
        List<Word> words;
        try {
            // Whoever logs in by the name of a request has said all that there is to say.
            boolean approves = commandLine.isBlank() && caller.approval().isPresent();
            words = Words.of(approves ? Verb.APPROVE.word() : commandLine);
        } catch (Mistyped wrong) {
            return report(new Printer(channel), false, wronglyTyped(wrong));
        }
        Call call = new Call(caller, channel, context, watch, Arguments.json(words));
        return report(call.printer(), call.json(), outcome(call, words));
    }

    private static Outcome outcome(Call call, List<Word> words) {
        try {
            return Dispatch.run(call, words);
        } catch (Mistyped wrong) {
            return wronglyTyped(wrong);
        } catch (LedgerException closed) {
            log.warn("{}: {}", call.name(), closed.getMessage(), closed.getCause());
            return fault("ledger", closed.getMessage() + ", nothing was changed", "try again in a minute");
        } catch (UncheckedIOException gone) {
            throw gone;
        } catch (RuntimeException broken) {
            return broken(call.name(), broken);
        }
    }

    private static Outcome broken(String who, RuntimeException broken) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        log.error("{}: a command failed, reference {}", who, reference, broken);
        return fault(
                "fault",
                "something went wrong here, reference %s".formatted(reference),
                "tell an administrator the reference");
    }

    private static Outcome wronglyTyped(Mistyped wrong) {
        return new Outcome.Failed(Exit.USAGE, "usage", wrong.getMessage(), Optional.of(wrong.hint()));
    }

    private static Outcome fault(String code, String sentence, String hint) {
        return new Outcome.Failed(Exit.FAULT, code, sentence, Optional.of(hint));
    }

    private static Exit report(Printer printer, boolean json, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered answer -> report(printer, json, answer);
            case Outcome.Failed failed -> report(printer, json, failed);
            case Outcome.Streamed ignored -> {}
        }
        return outcome.exit();
    }

    private static void report(Printer printer, boolean json, Outcome.Answered answer) {
        if (json) {
            printer.answerLine(Json.line(answer.json()));
            return;
        }
        printer.answer(answer.page());
        answer.notes().forEach(printer::say);
    }

    private static void report(Printer printer, boolean json, Outcome.Failed failed) {
        if (json) {
            printer.answerLine(Json.line(Json.error(failed)));
            return;
        }
        printer.say(failed.sentence());
        failed.hint().ifPresent(hint -> printer.say("hint: " + hint));
    }
}
