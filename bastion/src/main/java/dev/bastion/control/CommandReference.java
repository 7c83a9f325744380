package dev.bastion.control;

import dev.bastion.policy.Duty;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the reference of the commands, from the table that runs them. */
public final class CommandReference {
    private CommandReference() {}

    /** The page {@code deploy/docs/commands.md}. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Commands over SSH

                This page is made from the code; a test holds the two together.

                Nothing is installed for these: `ssh bastion COMMAND`. `ssh bastion` alone says who you are, what you have
                and what waits for you.

                - Standard output holds the answer alone; sentences, hints and progress go to standard error. So
                  `ssh bastion cert > ~/.ssh/id_ed25519-cert.pub` and `id=$(ssh bastion request …)` just work.
                - Exit 0 done, 1 refused or denied, 2 typed wrongly, 3 not found, 4 lapsed or timed out, 5 our fault; 255 is
                  ssh's own.
                - `--json` answers with one object: snake_case, times in UTC as RFC 3339, lengths in seconds, and
                  `{"error":{"code","message","hint"}}` when something is wrong. Keys are only ever added.
                - Ids are `r-41` (requests), `g-41` (grants), `s-41` (sessions) and `i-41` (incidents). Lengths are typed `20s`,
                  `45m`, `2h`.
                - ssh joins its arguments with blanks and your shell has taken the quotes: `--reason` and `--note` take every
                  word up to the next `--option`. Quotes that arrive are honoured where they stand around a word; an apostrophe is a
                  letter.
                - Without the duty that a command needs you see your own affairs alone, and the id of another's thing answers
                  as one that does not exist.

                | command | does | needs | shows others' things to |
                |---|---|---|---|
                """);
        for (Verb verb : Verb.values()) {
            page.append("| [`%s`](#%s) | %s | %s | %s |\n"
                    .formatted(
                            verb.word(),
                            verb.word(),
                            verb.does(),
                            verb.needs().map(Duty::word).orElse(""),
                            verb.widenedBy().stream().sorted().map(Duty::word).collect(Collectors.joining(", "))));
        }
        for (Verb verb : Verb.values()) {
            append(page, verb);
        }
        return page.toString();
    }

    private static void append(StringBuilder page, Verb verb) {
        Usage usage = Usage.of(verb);
        page.append("\n## %s\n\n`%s`\n\n".formatted(verb.word(), usage.synopsis()));
        page.append("%s%s.\n"
                .formatted(
                        verb.does().substring(0, 1).toUpperCase(Locale.ROOT),
                        verb.does().substring(1)));
        boolean own = usage.arguments().stream().anyMatch(argument -> !Usage.common(argument.written()));
        if (own) {
            page.append("\n| word | means |\n|---|---|\n");
            usage.arguments().stream()
                    .filter(argument -> !Usage.common(argument.written()))
                    .forEach(
                            argument -> page.append("| `%s` | %s |\n".formatted(argument.written(), argument.means())));
        }
    }
}
