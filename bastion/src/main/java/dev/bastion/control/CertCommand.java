package dev.bastion.control;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.IssuanceRefusedException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Ids;
import dev.bastion.policy.Rule;
import dev.bastion.policy.rule.SecondFactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "cert")
final class CertCommand extends ControlCommand {
    static final String HINT = "ssh bastion cert > ~/.ssh/id_ed25519-cert.pub";

    @Mixin
    CodeOption code = new CodeOption();

    @Option(
            names = "--refresh",
            description =
                    "for the profile of ssh-config: says nothing but the certificate, and nothing where there is no"
                            + " grant, because the connection that follows says it")
    boolean refresh;

    @Override
    Outcome run(Call call) {
        return refresh ? refreshed(call) : issue(call, code.typed());
    }

    private Outcome refreshed(Call call) {
        if (call.state().liveGrants(call.name(), call.now()).isEmpty()) {
            return new Outcome.Streamed(Exit.REFUSED);
        }
        Outcome outcome = issue(call, code.typed());
        return outcome instanceof Outcome.Answered answer ? Outcome.answer(answer.json(), answer.page()) : outcome;
    }

    static Outcome issue(Call call) {
        return issue(call, Optional.empty());
    }

    /** A certificate for the key that this connection proved, and for no other (THREATS T3). */
    static Outcome issue(Call call, Optional<String> code) {
        Optional<SshPublicKey> key = call.caller().provenKey();
        if (key.isEmpty()) {
            return Outcome.refused(
                    "no_key", "this connection proved no key that a certificate could be for", "connect with your key");
        }
        Optional<Decision.Refused> unproved = new FactorPrompt(call, code)
                .missing(() -> unproved(call).values().stream().findFirst());
        Map<Long, Decision.Refused> left = unproved(call);
        boolean wrong = unproved.isPresent() && !left.containsValue(unproved.get());
        if (wrong || (!left.isEmpty() && left.size() == live(call).size())) {
            return Decided.refused(
                    unproved.orElseGet(() -> left.values().iterator().next()));
        }
        try {
            return new Issuing(call, key.get(), grant -> !left.containsKey(grant.id()))
                    .certificate()
                    .map(done -> answer(call, done, left))
                    .orElseGet(() -> lost(call));
        } catch (IssuanceRefusedException refused) {
            return Outcome.refused("no_certificate", refused.getMessage(), refused.hint());
        }
    }

    /** The live grants whose rules ask for what is not proved here: a certificate is fetched for the others alone. */
    private static Map<Long, Decision.Refused> unproved(Call call) {
        Map<Long, Decision.Refused> left = new LinkedHashMap<>();
        for (Grant grant : live(call)) {
            call.policy()
                    .rule(grant.rule())
                    .flatMap(rule -> missingProof(call, rule))
                    .ifPresent(missing -> left.put(grant.id(), missing));
        }
        return left;
    }

    private static List<Grant> live(Call call) {
        return call.state().liveGrants(call.name(), call.now());
    }

    private static Optional<Decision.Refused> missingProof(Call call, Rule rule) {
        return call.context()
                .desk()
                .people()
                .missingProof(
                        call.state(),
                        rule,
                        SecondFactor.Act.CERTIFICATE,
                        call.name(),
                        call.caller().proofs());
    }

    private static Outcome answer(Call call, Certificate certificate, Map<Long, Decision.Refused> left) {
        Outcome.Answered answer = answer(call, certificate);
        for (var without : left.entrySet()) {
            answer = answer.note(Ids.grant(without.getKey()) + " is not opened by it: "
                    + without.getValue().sentence());
        }
        return answer;
    }

    private static Outcome.Answered answer(Call call, Certificate certificate) {
        return Outcome.answer(
                        Json.object()
                                .put("certificate", certificate.line(call.name()))
                                .put("serial", Long.toUnsignedString(certificate.serial()))
                                .put("key_id", certificate.keyId())
                                .put("not_before", Json.time(certificate.validAfter()))
                                .put("not_after", Json.time(certificate.validBefore())),
                        Page.of(certificate.line(call.name())))
                .note("good until " + call.wording().moment(certificate.validBefore()));
    }

    private static Outcome lost(Call call) {
        return Standing.lost(call)
                .orElse(Outcome.refused(
                        "no_certificate",
                        "the grant ended while the certificate was made",
                        "ssh bastion request, to ask again"));
    }
}
