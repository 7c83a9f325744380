package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.policy.yaml.Problem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignersOfPoliciesAreConfiguredTest {
    private static final String BOB =
            Ed25519Pair.generate(new SecureRandom()).sshKey().line();
    private static final String CAROL =
            Ed25519Pair.generate(new SecureRandom()).sshKey().line();

    private static ConfigReading read(String control) {
        return ConfigReader.parse(
                "version: 1\ndemo: true\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\npolicy-control: {" + control
                        + "}\n",
                Path.of("/etc/bastion/bastion.yaml"),
                Map.of());
    }

    @Test
    void byNameWithTheirKeys() {
        PolicyControl control = assertInstanceOf(
                        ConfigReading.Accepted.class,
                        read("signatures: 2, signers: {bob: [\"%s bob\"], carol: [\"%s\"]}".formatted(BOB, CAROL)))
                .config()
                .policyControl();
        assertEquals(2, control.signatures());
        assertEquals(Set.of("bob", "carol"), control.signers().keySet());
        assertEquals(BOB, control.signers().get("bob").iterator().next().line());
    }

    @Test
    void noDemandThatCannotBeMetOrIsNone() {
        assertProblem(
                "policy-control.signatures",
                "2 signers must sign, and 1 can",
                "signatures: 2, signers: {bob: [\"%s\"]}");
        assertProblem("policy-control.signatures", "1 signers must sign, and 0 can", "signatures: 1");
        assertProblem("policy-control.signers", "nothing says how many of these must sign", "signers: {bob: [\"%s\"]}");
        assertProblem(
                "policy-control.signatures",
                "'0' is not a whole number from 1 to 16",
                "signatures: 0, signers: {bob: [\"%s\"]}");
    }

    @Test
    void oneKeyIsOneSigners() {
        assertProblem(
                "policy-control.signers.carol[0]",
                "this is a key of 'bob' already",
                "signatures: 1, signers: {bob: [\"%s\"], carol: [\"%<s\"]}");
    }

    @Test
    void noOddNameAndNoKeyThatIsNone() {
        assertProblem(
                "policy-control.signers.../x",
                "'../x' is not a name",
                "signatures: 1, signers: {\"../x\": [\"%s\"], b: [\"" + CAROL + "\"]}");
        assertProblem(
                "policy-control.signers.bob",
                "this signer has no key",
                "signatures: 1, signers: {bob: [], c: [\"%s\"]}");
        assertProblem(
                "policy-control.signers.bob[0]",
                "the second word of the line is not base64",
                "signatures: 1, signers: {bob: [\"ssh-ed25519 %%%%%%\"], c: [\"%s\"]}");
    }

    private static void assertProblem(String key, String message, String control) {
        List<Problem> problems = assertInstanceOf(ConfigReading.Broken.class, read(control.formatted(BOB)))
                .problems();
        assertEquals(
                List.of(key + ": " + message),
                problems.stream()
                        .map(problem -> problem.key() + ": " + problem.message())
                        .toList());
    }
}
