package dev.bastion.factor;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Decision;
import dev.bastion.policy.FactorAttempt;
import dev.bastion.policy.FactorState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.bouncycastle.util.encoders.Base32;

/** Makes second factors and holds what people show against them. Thread-safe. */
public final class SecondFactors {
    private static final int LONGEST = 64;

    private final SecretSeal seal;
    private final String issuer;
    private final AccessJournal journal;
    private final AccessDesk desk;
    private final Clock clock;
    private final SecureRandom random;
    private final TimeCodes codes = new TimeCodes();

    /**
     * Second factors of one bastion.
     *
     * @param issuer what authenticator apps call it
     */
    public SecondFactors(
            SecretSeal seal, String issuer, AccessJournal journal, AccessDesk desk, Clock clock, SecureRandom random) {
        this.seal = requireNonNull(seal, "seal is null");
        this.issuer = requireNonNull(issuer, "issuer is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.desk = requireNonNull(desk, "desk is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** A new secret for that person, which is nowhere yet. */
    public Enrolment draft(String person) {
        byte[] secret = new byte[TimeCodes.SECRET_BYTES];
        random.nextBytes(secret);
        String base32 = Base32.toBase32String(secret);
        List<String> recovery = RecoveryCodes.generate(random);
        return new Enrolment(
                uri(person, base32),
                base32,
                recovery,
                seal.seal(person, secret),
                recovery.stream().map(RecoveryCodes::digest).collect(Collectors.toSet()));
    }

    /** {@code FactorAccepted} or {@code Refused}, once that is in the ledger. */
    public CompletionStage<Decision> prove(String person, String source, String typed) {
        return journal.submit(proof(person, source, typed));
    }

    /** The decider of the same. */
    public Decider<Decision> proof(String person, String source, String typed) {
        Instant now = clock.instant();
        return state -> {
            FactorAttempt attempt = state.factor(person)
                    .map(factor -> attempt(person, factor, typed, now))
                    .orElseGet(() -> new FactorAttempt.Wrong(Instant.EPOCH));
            return desk.people().proveFactor(person, source, attempt).decide(state);
        };
    }

    private FactorAttempt attempt(String person, FactorState factor, String typed, Instant now) {
        if (typed.length() <= LONGEST && TimeCodes.isCode(typed)) {
            OptionalLong step = step(person, factor, typed, now);
            return step.isPresent()
                    ? new FactorAttempt.Code(factor.enrolment(), step.getAsLong())
                    : new FactorAttempt.Wrong(factor.enrolment());
        }
        return typed.length() <= LONGEST && RecoveryCodes.isCode(typed)
                ? new FactorAttempt.Recovery(factor.enrolment(), RecoveryCodes.digest(typed))
                : new FactorAttempt.Wrong(factor.enrolment());
    }

    private OptionalLong step(String person, FactorState factor, String typed, Instant now) {
        Optional<byte[]> secret = seal.open(person, factor.sealedSecret());
        return secret.isPresent() ? codes.step(secret.get(), typed, now) : OptionalLong.empty();
    }

    /** The form that authenticator apps agreed on; there is no standard of it. */
    private String uri(String person, String secret) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(person) + "?secret=" + secret + "&issuer="
                + encoded(issuer) + "&digits=" + TimeCodes.DIGITS + "&period="
                + TimeCodes.STEP.toSeconds();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
