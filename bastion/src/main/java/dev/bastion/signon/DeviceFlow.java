package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One device flow from its code to its token (RFC 8628). For one thread, which it holds until it is over. */
final class DeviceFlow {
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final int MOST_FAULTS = 5;

    /** What waits between two questions. */
    @FunctionalInterface
    interface Pause {
        /** Waits for so long; false when there is nobody any more to wait for. */
        boolean over(Duration length) throws InterruptedException;
    }

    /** What became of it. */
    sealed interface End {
        /**
         * The provider vouches for somebody.
         *
         * @param refresh what it is asked with later
         */
        record Vouched(Identified somebody, String refresh) implements End {
            /** Without the token. */
            @Override
            public String toString() {
                return "Vouched[" + somebody + "]";
            }
        }

        record Refused(Refusal why) implements End {}

        /** Whoever wanted it has gone. */
        record Left() implements End {}
    }

    private final Provider provider;
    private final String nonce;
    private final Clock clock;

    DeviceFlow(Provider provider, String nonce, Clock clock) {
        this.provider = requireNonNull(provider, "provider is null");
        this.nonce = requireNonNull(nonce, "nonce is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    DeviceCode begin() throws ProviderException, InterruptedException {
        return provider.begin(nonce);
    }

    /** Asks until the person has decided, or the code is not good any more. */
    End decided(DeviceCode code, Pause pause) throws InterruptedException {
        Instant end = clock.instant().plus(code.length());
        Duration interval = code.interval();
        int faults = 0;
        while (clock.instant().isBefore(end)) {
            if (!pause.over(shorter(interval, Duration.between(clock.instant(), end)))) {
                return new End.Left();
            }
            try {
                switch (provider.stand(code)) {
                    case TokenAnswer.Pending pending ->
                        interval = pending.slowDown() ? shorter(interval.plus(SLOWER), LONGEST_INTERVAL) : interval;
                    case TokenAnswer.TooLate late -> end = Instant.MIN;
                    case TokenAnswer.Denied denied -> {
                        return denied(denied);
                    }
                    case TokenAnswer.Tokens tokens -> {
                        return vouched(tokens);
                    }
                }
            } catch (ProviderException e) {
                // Section 3.5: a question that fails makes the next one come later.
                if (++faults >= MOST_FAULTS) {
                    return new End.Refused(Refusal.unreachable(e));
                }
                interval = shorter(interval.multipliedBy(2), LONGEST_INTERVAL);
            }
        }
        return new End.Refused(new Refusal(
                "code_expired", "the code was not used in time, and nothing has changed", "ssh bastion login"));
    }

    private static End denied(TokenAnswer.Denied denied) {
        return new End.Refused(
                denied.word().equals("access_denied")
                        ? new Refusal(
                                "access_denied",
                                "it was refused at the provider, and nothing has changed",
                                "ssh bastion login")
                        : new Refusal(
                                "access_denied",
                                "the provider does not let you in: " + denied.word(),
                                "tell an administrator"));
    }

    /** Without a refresh token nobody would notice that the person was taken away. */
    private End vouched(TokenAnswer.Tokens tokens) throws ProviderException, InterruptedException {
        if (tokens.identity().isEmpty()) {
            return new End.Refused(Refusal.token("the provider gave no ID token"));
        }
        if (tokens.refresh().isEmpty()) {
            return new End.Refused(new Refusal(
                    "token_refused",
                    "the provider gave no refresh token, so that nobody could notice when it takes you away",
                    "tell an administrator: single-sign-on.scopes may need 'offline_access'"));
        }
        return switch (provider.verify(tokens.identity().get(), nonce)) {
            case IdTokens.Reading.Valid valid ->
                new End.Vouched(valid.somebody(), tokens.refresh().get());
            case IdTokens.Reading.Refused refused -> new End.Refused(Refusal.token(refused.sentence()));
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
