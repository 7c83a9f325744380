package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.DetachedSignature;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * access.yaml as it lay there at one moment, with the signature files beside it. Each file is read once, so that what is
 * verified, what is judged and what is put in force are the same bytes. Immutable.
 *
 * @param text the text, which as UTF-8 is every byte of the file again
 * @param beside {@code access.yaml.sig}, and {@code access.yaml.NAME.sig} of each signer, as far as they are there
 */
public record PolicyOnDisk(String text, List<Beside> beside) {
    private static final int LARGEST = 64 << 20;

    public PolicyOnDisk {
        requireNonNull(text, "text is null");
        beside = List.copyOf(beside);
    }

    /**
     * A file beside the policy.
     *
     * @param text what it says; empty when it cannot be read
     */
    record Beside(String name, Optional<String> text) {}

    /** What became of judging it. */
    public sealed interface Judgement {
        /** It may be put in force. */
        record Accepted(AccessPolicy policy, PolicySignatures signatures) implements Judgement {}

        /** It is no policy. */
        record Broken(PolicyReading.Broken reading) implements Judgement {}

        /** Too few have signed it; what it says was not even looked at. */
        record Unsigned(String digest, PolicySignatures signatures) implements Judgement {}
    }

    /**
     * Reads what lies there now.
     *
     * @throws IOException if the policy cannot be read; a signature that cannot be is one that is not there
     */
    public static PolicyOnDisk read(BastionConfig config) throws IOException {
        Path file = config.policy();
        // Signatures last: whoever lays them there first and the policy after them is never taken for half done.
        String text = text(file);
        List<Beside> beside = new ArrayList<>();
        if (config.policyControl().asksForSignatures()) {
            beside(file, "sig").ifPresent(beside::add);
            for (String signer : config.policyControl().signers().keySet()) {
                beside(file, signer + ".sig").ifPresent(beside::add);
            }
        }
        return new PolicyOnDisk(text, beside);
    }

    /** Who signed it. */
    public PolicySignatures signatures(BastionConfig config) {
        return PolicySignatures.of(text.getBytes(StandardCharsets.UTF_8), beside, config.policyControl());
    }

    /**
     * Reads it as a policy, whoever signed it.
     *
     * @throws IOException as {@link OwnPlace#of}
     */
    public PolicyReading reading(BastionConfig config) throws IOException {
        return AccessPolicy.parse(text, OwnPlace.of(config));
    }

    /**
     * Whether it may be put in force.
     *
     * @throws IOException as {@link OwnPlace#of}
     */
    public Judgement judge(BastionConfig config) throws IOException {
        PolicySignatures signatures = signatures(config);
        if (!signatures.enough()) {
            return new Judgement.Unsigned(AccessPolicy.digest(text), signatures);
        }
        return switch (reading(config)) {
            case PolicyReading.Accepted accepted -> new Judgement.Accepted(accepted.policy(), signatures);
            case PolicyReading.Broken broken -> new Judgement.Broken(broken);
        };
    }

    private static Optional<Beside> beside(Path policy, String suffix) {
        String name = policy.getFileName() + "." + suffix;
        try {
            // One byte of the file is one character: whatever is no signature stays visible as such.
            byte[] bytes = bytes(policy.resolveSibling(name), DetachedSignature.LIMIT + 1);
            return Optional.of(new Beside(name, Optional.of(new String(bytes, StandardCharsets.ISO_8859_1))));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(new Beside(name, Optional.empty()));
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = bytes(file, LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new IOException(file + " is larger than any policy");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new IOException(file + " is not text in UTF-8", binary);
        }
    }

    private static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        }
    }
}
