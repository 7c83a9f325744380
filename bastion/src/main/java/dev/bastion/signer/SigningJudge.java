package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Authority;
import dev.bastion.policy.GrantCover;
import dev.bastion.policy.GrantToken;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.Person;
import dev.bastion.policy.Target;
import dev.bastion.policy.TokenReading;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what a bastion asks to have signed against the signer's own copy of people, targets and rules, field by field.
 * What no line here allows is refused. Thread-safe, without I/O.
 */
final class SigningJudge {
    /** Clocks of two machines, and the minute that everything starts back. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private static final Duration LONGEST_ONWARD = Duration.ofMinutes(3);
    private static final Duration LONGEST_FACE = Duration.ofHours(25);

    private final AccessPolicy policy;
    private final GrantTokenVerifier tokens;
    private final SignerServer.Client client;
    private final Clock clock;

    /**
     * A judge.
     *
     * @param policy the signer's own copy
     * @param tokens believes what the bastion's grant-token key signed, which a bastion that is taken over has
     */
    SigningJudge(AccessPolicy policy, GrantTokenVerifier tokens, SignerServer.Client client, Clock clock) {
        this.policy = requireNonNull(policy, "policy is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What speaks against signing; nothing when it may be signed. */
    Optional<String> objection(Authority authority, Certificate asked, List<SigningOrder.Ground> grounds) {
        return switch (authority) {
            case ACCESS -> access(asked, grounds);
            case TARGET -> onward(asked, grounds);
            case HOST -> face(asked);
        };
    }

    // ---- people's certificates

    private Optional<String> access(Certificate asked, List<SigningOrder.Ground> grounds) {
        Optional<Person> person = only(asked.principals()).flatMap(policy::person);
        if (asked.type() != Certificate.Type.USER || person.isEmpty()) {
            return Optional.of("it is not for one person that is known here");
        }
        boolean theirs = policy.personByKey(asked.subject().blob())
                .filter(person.get()::equals)
                .isPresent();
        if (!theirs) {
            return Optional.of("the key is not one of '" + person.get().name() + "'");
        }
        if (!asked.criticalOptions().isEmpty() || !asked.extensions().isEmpty()) {
            return Optional.of("a person's certificate has neither options nor extensions");
        }
        List<GrantToken> covered = new ArrayList<>();
        Optional<String> objection = covered(grounds, covered);
        if (objection.isPresent()) {
            return objection;
        }
        boolean another = covered.stream()
                .anyMatch(token -> !token.person().equals(person.get().name()));
        if (another || covered.isEmpty()) {
            return Optional.of("there is no grant of '" + person.get().name() + "'");
        }
        Instant latest = covered.stream()
                .map(GrantToken::expires)
                .max(Instant::compareTo)
                .orElseThrow();
        return time(asked, latest);
    }

    // ---- the bastion's own on the targets

    private Optional<String> onward(Certificate asked, List<SigningOrder.Ground> grounds) {
        List<GrantToken> covered = new ArrayList<>();
        Optional<String> objection = covered(grounds, covered);
        if (objection.isPresent()) {
            return objection;
        }
        if (asked.type() != Certificate.Type.USER || covered.size() != 1) {
            return Optional.of("it is not asked for under one grant");
        }
        GrantToken token = covered.getFirst();
        Set<String> principals = token.targets().stream()
                .flatMap(name -> policy.target(name).stream())
                .map(target -> target.principal(token.login()))
                .collect(Collectors.toSet());
        if (only(asked.principals()).filter(principals::contains).isEmpty()) {
            return Optional.of("the principal is not that of '" + token.login() + "' on a target of the grant");
        }
        if (!Set.of("source-address").containsAll(asked.criticalOptions().keySet())) {
            return Optional.of("it has a critical option that the bastion never asks for");
        }
        if (!OnwardCredentials.isFromOneSource(asked, client.source())) {
            return Optional.of("it is not bound to "
                    + client.source().map(InetAddress::getHostAddress).orElse("one address"));
        }
        if (!OnwardCredentials.permits(token.permits())
                .containsAll(asked.extensions().keySet())) {
            return Optional.of("it permits more than the grant");
        }
        return time(asked, earlier(token.expires(), clock.instant().plus(LONGEST_ONWARD)));
    }

    // ---- faces

    /** For the names of one target, and of the bastion itself for its own key alone (THREATS T8). */
    private Optional<String> face(Certificate asked) {
        if (asked.subject().equals(client.hostKey()) && client.names().containsAll(asked.principals())) {
            return asked.type() == Certificate.Type.HOST
                    ? time(asked, clock.instant().plus(LONGEST_FACE))
                    : Optional.of("it is not for a host");
        }
        Optional<Target> target = asked.principals().stream().findFirst().flatMap(policy::target);
        Set<String> names = target.stream()
                .flatMap(Target::names)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (asked.type() != Certificate.Type.HOST || !names.containsAll(asked.principals())) {
            return Optional.of("it is not for the names of one target that is known here");
        }
        return time(asked, clock.instant().plus(LONGEST_FACE));
    }

    // ---- what all have in common

    /** The grants that hold here; what speaks against the first that does not. */
    private Optional<String> covered(List<SigningOrder.Ground> grounds, List<GrantToken> covered) {
        for (SigningOrder.Ground ground : grounds) {
            if (!(tokens.verify(ground.token()) instanceof TokenReading.Valid valid)) {
                return Optional.of("a grant token is not valid");
            }
            GrantToken token = valid.token();
            List<GrantCover.Agreed> agreed = ground.requests().stream()
                    .map(approved -> agreed(token, approved))
                    .toList();
            Optional<String> objection = new GrantCover(policy).objection(token, agreed);
            if (objection.isPresent()) {
                return objection;
            }
            covered.add(token);
        }
        return Optional.empty();
    }

    /** Where the rule wants signatures, only they count; elsewhere the token's word is taken, as far as the rule goes. */
    private GrantCover.Agreed agreed(GrantToken token, SigningOrder.Approved approved) {
        AccessRequest request = approved.request();
        boolean signed = policy.rule(request.rule())
                .filter(rule -> rule.agreement().signed())
                .isPresent();
        if (!signed) {
            return new GrantCover.Agreed(request, token.approvers());
        }
        byte[] text = new RequestText(client.installation(), request).bytes();
        return new GrantCover.Agreed(
                request,
                approved.approvals().stream()
                        .filter(yes -> hasSigned(yes, text))
                        .map(SigningOrder.Yes::by)
                        .collect(Collectors.toSet()));
    }

    private boolean hasSigned(SigningOrder.Yes yes, byte[] text) {
        return yes.proof()
                .filter(proof -> ApprovalSignature.isOf(policy, yes.by(), proof, text))
                .isPresent();
    }

    private Optional<String> time(Certificate asked, Instant latest) {
        Instant now = clock.instant();
        if (asked.validAfter().isBefore(now.minus(SKEW)) || asked.validAfter().isAfter(now.plus(SKEW))) {
            return Optional.of("it does not begin now");
        }
        return asked.validBefore().isAfter(latest.plusSeconds(1))
                ? Optional.of("it ends after " + latest)
                : Optional.empty();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Optional<String> only(List<String> principals) {
        return principals.size() == 1 ? Optional.of(principals.getFirst()) : Optional.empty();
    }
}
