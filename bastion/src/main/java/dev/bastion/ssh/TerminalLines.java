package dev.bastion.ssh;

import dev.bastion.live.LiveGrant;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import dev.bastion.policy.text.Times;
import java.time.Clock;
import java.util.Optional;

/**
 * What the bastion says in words of its own: the line that a shell on a terminal begins with, the one that it ends with,
 * and banners.
 *
 * @param opening what the site wants said first, with {@code {target}}, {@code {login}}, {@code {session}}, {@code {grant}} and {@code {end}}
 *     replaced;
 *     empty for the usual words, {@code "none"} for silence
 * @param demo whether every banner says that this is a demo
 */
record TerminalLines(String opening, boolean demo, Clock clock) {
    private static final String USUAL = "this session is recorded as {session} under {grant}; it ends at {end}";

    String banner(String sentence) {
        return demo ? "demo: " + sentence : sentence;
    }

    Optional<String> opening(long session, Grant grant, String target, LiveGrant gate) {
        if (opening.equals("none")) {
            return Optional.empty();
        }
        String words = opening.isEmpty() ? USUAL : opening;
        return Optional.of(words.replace("{target}", target)
                .replace("{login}", grant.login())
                .replace("{session}", Ids.session(session))
                .replace("{grant}", Ids.grant(grant.id()))
                .replace("{end}", Times.left(gate.closesAt(), clock.instant())));
    }

    Optional<String> closing(long session) {
        return Optional.of(
                "recorded as " + Ids.session(session) + "; replay: ssh -t bastion replay " + Ids.session(session));
    }
}
