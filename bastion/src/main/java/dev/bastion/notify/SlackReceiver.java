package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.NoticeKind;
import dev.bastion.config.Notices;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A channel of Slack, or of what takes the same posts. Thread-safe. */
final class SlackReceiver implements Receiver {
    private final URI url;
    private final Set<NoticeKind> events;
    private final Sender sender;
    private final HttpPost http;

    SlackReceiver(Notices.Slack config, Sender sender, HttpPost http) {
        this.url = config.url();
        this.events = config.events();
        this.sender = requireNonNull(sender, "sender is null");
        this.http = requireNonNull(http, "http is null");
    }

    /** With the host alone: the rest of the address is the secret. */
    @Override
    public String label() {
        return "slack " + url.getHost();
    }

    @Override
    public String place() {
        return label() + " " + Receiver.digest(url);
    }

    @Override
    public Set<NoticeKind> events() {
        return events;
    }

    @Override
    public List<Delivery> deliveries(Notice notice) {
        byte[] body = SlackMessage.of(NoticeText.of(notice, sender.bastion()));
        return List.of(new Delivery(sender.id(notice), body.length, () -> http.send(url, Map.of(), body)));
    }
}
