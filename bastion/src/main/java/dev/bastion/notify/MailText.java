package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.control.PlainText;
import dev.bastion.policy.text.MailAddress;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * A notice as a mail of plain text. What somebody wrote stands on one line of the body, between quotes and escaped, and never
 * in a header.
 *
 * @param id the Message-ID (RFC 5322 section 3.6.4)
 * @param subject one line
 */
record MailText(String id, MailAddress from, MailAddress to, Instant at, String subject, String body) {
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_LINE = 1_000;

    MailText {
        requireNonNull(id, "id is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(at, "at is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(body, "body is null");
    }

    static MailText of(NoticeText notice, String bastion, String id, MailAddress from, MailAddress to, Instant at) {
        String subject = PlainText.line("[" + bastion + "] " + notice.headline(), LONGEST_SUBJECT);
        return new MailText(id, from, to, at, subject, body(notice));
    }

    private static String body(NoticeText notice) {
        String facts = notice.facts().stream()
                .map(line -> line.label() + ": \"" + PlainText.line(line.text(), LONGEST_LINE) + "\"\n")
                .collect(Collectors.joining());
        String commands = notice.commands().stream()
                .map(line -> line.label() + ":\n\n    " + PlainText.line(line.text(), LONGEST_LINE) + "\n")
                .collect(Collectors.joining("\n"));
        return PlainText.line(notice.headline(), LONGEST_LINE) + "\n" + section(facts) + section(commands);
    }

    private static String section(String lines) {
        return lines.isEmpty() ? "" : "\n" + lines;
    }
}
