package dev.bastion.cli;

import static java.util.Objects.requireNonNull;

import dev.bastion.authority.Authorities;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.CertificateChecker;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.Refusal;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.HostAuthority;
import dev.bastion.config.KeyFile;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.HostCertificate;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Ids;
import dev.bastion.policy.IssuedCertificate;
import dev.bastion.policy.KeyStanding;
import dev.bastion.policy.Person;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.RevocationKind;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.Plain;
import dev.bastion.signon.SignedOnPeople;
import dev.bastion.ssh.Gatekeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What this bastion makes of a certificate or key: the very check that a connection meets, on the ledger as it is, with
 * nobody connected. For one thread.
 */
final class Inspection {
    private final AccessPolicy policy;
    private final AccessState state;
    private final Optional<InetAddress> source;
    private final Clock clock;
    private final Map<String, String> authorities;
    private final Gatekeeper gatekeeper;

    /** A certificate or a key. */
    record Thing(Optional<Certificate> certificate, Optional<SshPublicKey> key) {}

    /** What is said of it. */
    record Found(boolean accepted, List<String> lines) {
        Found {
            lines = List.copyOf(lines);
        }
    }

    /** The ledger as it was read: nothing happens any more. */
    private record ReadLedger(AccessState state) implements AccessJournal {
        @Override
        public <R> CompletionStage<R> submit(Decider<R> decider) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("a ledger that was only read takes no entries"));
        }

        @Override
        public void onCommitted(Consumer<List<AccessEvent>> listener) {
            // Nothing is ever committed.
        }

        @Override
        public boolean accepting() {
            return false;
        }
    }

    Inspection(BastionConfig config, AccessPolicy policy, AccessState state, Optional<InetAddress> source, Clock clock)
            throws IOException {
        this.policy = requireNonNull(policy, "policy is null");
        this.state = requireNonNull(state, "state is null");
        this.source = requireNonNull(source, "source is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.authorities = authorities(config, state);
        AccessJournal ledger = new ReadLedger(state);
        Revocations revocations = new Revocations(ledger, clock);
        PolicyHolder people = new PolicyHolder(policy);
        if (config.singleSignOn().isPresent()) {
            SignedOnPeople.follow(people, ledger, clock);
        }
        this.gatekeeper = new Gatekeeper(
                people,
                ledger,
                new CertificateChecker(trusted(config, state), revocations::revoked),
                revocations,
                clock);
    }

    Found of(Thing thing) {
        return thing.certificate().isPresent()
                ? certificate(thing.certificate().get())
                : key(thing.key().orElseThrow());
    }

    // ---- certificates

    private Found certificate(Certificate certificate) {
        List<String> lines = new ArrayList<>(CertificateWords.of(certificate, this::authority, clock.instant()));
        ledger(certificate, lines);
        boolean accepted =
                certificate.type() == Certificate.Type.HOST ? host(certificate, lines) : person(certificate, lines);
        return new Found(accepted, lines);
    }

    private boolean person(Certificate certificate, List<String> lines) {
        switch (gatekeeper.read(certificate, source.orElse(null))) {
            case Gatekeeper.Reading.Theirs theirs -> {
                lines.add("this bastion would accept it now, from '%s'; what it opens is for their grants to say"
                        .formatted(theirs.person().name()));
                return true;
            }
            case Gatekeeper.Reading.Refused refused -> {
                boolean placeless = refused.why() == Refusal.SOURCE_ADDRESS && source.isEmpty();
                lines.add(
                        placeless
                                ? "this bastion would accept it now, from those addresses alone: --from ADDRESS asks for one"
                                : "this bastion would not accept it now: %s"
                                        .formatted(refused.why().sentence()));
                if (!placeless) {
                    lines.add("hint: " + refused.why().hint());
                }
                return false;
            }
        }
    }

    /** A host's opens nothing; the question is whether the bastion would believe a target by it. */
    private boolean host(Certificate certificate, List<String> lines) {
        List<String> believed = policy.targets().stream()
                .filter(target -> certifies(target, certificate))
                .map(target -> "'" + target.name() + "'")
                .toList();
        lines.add("this bastion would not accept it from anybody: this certificate is one for hosts, not for people");
        lines.add(
                believed.isEmpty()
                        ? "by access.yaml, no target proves itself with it"
                        : "by access.yaml, it is of the authority and for the name of " + String.join(", ", believed));
        return false;
    }

    private static boolean certifies(Target target, Certificate certificate) {
        return target.hostAuthorities().stream()
                        .anyMatch(key -> Arrays.equals(
                                key.blob(), certificate.authority().blob()))
                && target.names().anyMatch(certificate.principals()::contains);
    }

    private void ledger(Certificate certificate, List<String> lines) {
        Optional<IssuedCertificate> persons = state.certificate(certificate.serial());
        Optional<HostCertificate> hosts = state.hostCertificate(certificate.serial());
        persons.ifPresent(known -> lines.add("the ledger has a certificate of that serial, for '%s' under %s%s%s"
                .formatted(
                        known.person(),
                        known.grants().stream().map(Ids::grant).collect(Collectors.joining(", ")),
                        known.by().map(by -> ", by hand by " + Plain.shown(by)).orElse(""),
                        standing(known.base64(), known.revoked()))));
        hosts.ifPresent(known -> lines.add("the ledger has a certificate of that serial, for the host '%s', by %s%s"
                .formatted(known.target(), Plain.shown(known.by()), standing(known.base64(), known.revoked()))));
        if (persons.isEmpty() && hosts.isEmpty()) {
            lines.add("the ledger has no certificate of that serial, or it ran out long ago");
        }
    }

    private static String standing(Optional<String> base64, boolean revoked) {
        String signed = base64.isPresent() ? "" : "; it was intended and never signed";
        return revoked ? signed + "; it is revoked" : signed;
    }

    // ---- keys

    private Found key(SshPublicKey key) {
        List<String> lines = new ArrayList<>();
        lines.add("this is a public key of type %s, %s".formatted(key.type(), key.fingerprint()));
        authorities.computeIfPresent(key.fingerprint(), (fingerprint, what) -> {
            lines.add("it is " + what);
            return what;
        });
        pinned(key).forEach(lines::add);
        state.revocation(RevocationKind.KEY, key.fingerprint())
                .or(() -> state.revocation(RevocationKind.AUTHORITY, key.fingerprint()))
                .ifPresent(revocation -> lines.add("it was revoked at %s by %s: %s"
                        .formatted(revocation.at(), Plain.shown(revocation.by()), Plain.shown(revocation.reason()))));
        Optional<Person> owner = gatekeeper
                .ownerOf(key)
                .filter(person -> state.disabling(person.name()).isEmpty());
        lines.add(owner.map(person ->
                        "this bastion would accept it now, from '%s', for commands; targets want a certificate"
                                .formatted(person.name()))
                .orElse("this bastion would not accept it now: it is nobody's here who may come in"));
        return new Found(owner.isPresent(), lines);
    }

    private List<String> pinned(SshPublicKey key) {
        List<String> lines = new ArrayList<>();
        for (Target target : policy.targets()) {
            if (isAmong(target.hostKeys(), key)) {
                lines.add("it is pinned as the host key of '%s'".formatted(target.name()));
            }
            if (isAmong(target.hostAuthorities(), key)) {
                lines.add("it is the authority by which '%s' proves itself".formatted(target.name()));
            }
        }
        return lines;
    }

    private static boolean isAmong(List<IdentityKey> keys, SshPublicKey key) {
        return keys.stream().anyMatch(one -> Arrays.equals(one.blob(), key.blob()));
    }

    // ---- authorities

    private String authority(SshPublicKey key) {
        String known = authorities.getOrDefault(key.fingerprint(), "which this bastion does not know");
        return state.revocation(RevocationKind.AUTHORITY, key.fingerprint()).isPresent() ? known + ", revoked" : known;
    }

    private static Set<SshPublicKey> trusted(BastionConfig config, AccessState state) throws IOException {
        Set<SshPublicKey> known = Authorities.trusted(state, Authority.ACCESS);
        return known.isEmpty()
                ? Set.copyOf(keys(KeyFile.ACCESS_CA.in(config.keys()).publicPath()))
                : known;
    }

    private static Map<String, String> authorities(BastionConfig config, AccessState state) throws IOException {
        Map<String, String> known = new TreeMap<>();
        for (KeyFile file : List.of(KeyFile.ACCESS_CA, KeyFile.TARGET_CA, KeyFile.HOST_CA)) {
            for (SshPublicKey key : keys(file.in(config.keys()).publicPath())) {
                known.put(key.fingerprint(), "this bastion's " + file.comment().replaceFirst(":.*", ""));
            }
        }
        for (AuthorityKey key : state.authorityKeys()) {
            known.put(
                    key.fingerprint(),
                    "this bastion's %s CA%s"
                            .formatted(
                                    key.authority().word(),
                                    key.standing() == KeyStanding.SIGNER
                                            ? ""
                                            : ", " + key.standing().word()));
        }
        for (SshPublicKey key : keys(HostAuthority.in(config.keys()).publicPath())) {
            known.put(key.fingerprint(), "this bastion's authority of real hosts");
        }
        return known;
    }

    private static List<SshPublicKey> keys(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return List.of(SshPublicKey.parseLine(Files.readString(file)));
        } catch (MalformedKeyException malformed) {
            throw new IOException("'%s' is no public key: %s".formatted(file, malformed.getMessage()), malformed);
        }
    }
}
