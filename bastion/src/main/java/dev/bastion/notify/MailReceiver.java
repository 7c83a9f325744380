package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.NoticeKind;
import dev.bastion.config.Notices;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Person;
import dev.bastion.policy.text.MailAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** People, each by a mail of their own, where the policy has their address and they are not shut out. Thread-safe. */
final class MailReceiver implements Receiver {
    /** Headers and objects, roughly. */
    private static final int BESIDES = 512;

    private final Notices.Mail config;
    private final Sender sender;
    private final Supplier<AccessPolicy> policies;
    private final AccessState state;
    private final MailServer server;
    private final Clock clock;

    MailReceiver(
            Notices.Mail config,
            Sender sender,
            Supplier<AccessPolicy> policies,
            AccessState state,
            MailServer server,
            Clock clock) {
        this.config = requireNonNull(config, "config is null");
        this.sender = requireNonNull(sender, "sender is null");
        this.policies = requireNonNull(policies, "policies is null");
        this.state = requireNonNull(state, "state is null");
        this.server = requireNonNull(server, "server is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String label() {
        return "mail " + config.smtp().host();
    }

    @Override
    public String place() {
        return label();
    }

    @Override
    public Set<NoticeKind> events() {
        return config.events();
    }

    @Override
    public List<Delivery> deliveries(Notice notice) {
        NoticeText text = NoticeText.of(notice, sender.bastion());
        AccessPolicy policy = policies.get();
        return notice.to().stream()
                .filter(name -> state.disabling(name).isEmpty())
                .flatMap(name -> policy.person(name).stream())
                .flatMap(person -> delivery(notice, text, person).stream())
                .toList();
    }

    private Optional<Delivery> delivery(Notice notice, NoticeText text, Person person) {
        return person.mail().map(address -> {
            MailText mail = mail(notice, text, person.name(), address);
            return new Delivery(
                    sender.id(notice) + " by mail to " + person.name(),
                    mail.subject().length() + mail.body().length() + BESIDES,
                    () -> server.send(mail));
        });
    }

    private MailText mail(Notice notice, NoticeText text, String person, MailAddress to) {
        // The same at each try and after a restart, so that a mail server or a reader's program may drop a second copy.
        String id = "<%s.%s@%s>"
                .formatted(
                        sender.id(notice).replace(':', '.'),
                        person.replace('.', '_'),
                        config.from().domain());
        return MailText.of(text, sender.bastion(), id, config.from(), to, clock.instant());
    }
}
