package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.config.NoticeKind;
import dev.bastion.config.Notices;
import dev.bastion.policy.BastionEvent;
import java.util.EnumSet;
import java.util.Set;

/** Who is told of what. */
final class NoticeEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        Notices notices = grounds.config().notices();
        int receivers = notices.webhooks().size()
                + notices.slack().size()
                + (notices.mail().isPresent() ? 1 : 0);
        if (receivers == 0) {
            return new Finding.Nothing("nobody is configured to be told of anything: notify");
        }
        Set<NoticeKind> told = EnumSet.noneOf(NoticeKind.class);
        notices.webhooks().forEach(webhook -> told.addAll(webhook.events()));
        notices.slack().forEach(slack -> told.addAll(slack.events()));
        notices.mail().ifPresent(mail -> told.addAll(mail.events()));
        return new Showing()
                .figure("told of what happens: %s, %s, %s"
                        .formatted(
                                counted(notices.webhooks().size(), "webhook", "webhooks"),
                                counted(notices.slack().size(), "channel of Slack", "channels of Slack"),
                                notices.mail().isPresent() ? "people by mail" : "nobody by mail"))
                .gapOf(
                        "did not reach their receivers in this span",
                        grounds.events().of(BastionEvent.NoticesLost.class).stream()
                                .map(lost -> lost.count() + " for " + lost.receiver())
                                .toList())
                .gapOf(
                        "told to nobody",
                        EnumSet.complementOf(EnumSet.copyOf(told)).stream()
                                .map(NoticeKind::word)
                                .toList())
                .finding();
    }
}
