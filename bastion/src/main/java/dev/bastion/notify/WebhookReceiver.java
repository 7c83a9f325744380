package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.NoticeKind;
import dev.bastion.config.Notices;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A program that is told by JSON which only we can have signed. Thread-safe. */
final class WebhookReceiver implements Receiver {
    private final Notices.Webhook config;
    private final Sender sender;
    private final HttpPost http;
    private final Clock clock;

    WebhookReceiver(Notices.Webhook config, Sender sender, HttpPost http, Clock clock) {
        this.config = requireNonNull(config, "config is null");
        this.sender = requireNonNull(sender, "sender is null");
        this.http = requireNonNull(http, "http is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** With the host alone: what stands behind it may be a secret. */
    @Override
    public String label() {
        return "webhook " + config.url().getHost();
    }

    @Override
    public String place() {
        return label() + " " + Receiver.digest(config.url());
    }

    @Override
    public Set<NoticeKind> events() {
        return config.events();
    }

    @Override
    public List<Delivery> deliveries(Notice notice) {
        String id = sender.id(notice);
        byte[] body = WebhookBody.of(notice, sender);
        return List.of(new Delivery(id, body.length, () -> send(id, body)));
    }

    /** Signed anew at each try, for its time says how old the try is and not the notice. */
    private void send(String id, byte[] body) throws IOException, InterruptedException {
        long seconds = clock.instant().getEpochSecond();
        http.send(
                config.url(),
                Map.of(
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        Long.toString(seconds),
                        "webhook-signature",
                        Signature.v1(config.key(), id, seconds, body)),
                body);
    }
}
