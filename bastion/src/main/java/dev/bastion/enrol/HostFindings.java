package dev.bastion.enrol;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.Plain;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a host's keys come to, held against those that are pinned and those that are the bastion's own. Nothing is trusted
 * by having been seen: the lines are for an administrator who has compared the fingerprints. Immutable.
 */
public final class HostFindings {
    private final HostPort place;
    private final Optional<Target> target;
    private final List<ShownKey> shown;
    private final Set<String> own;

    /**
     * Findings.
     *
     * @param place where the host was looked at
     * @param target the one that access.yaml has there; empty where it has none
     * @param shown what answered
     * @param own keys of the bastion itself, faces included, each blob in base64
     */
    public HostFindings(HostPort place, Optional<Target> target, List<ShownKey> shown, Set<String> own) {
        this.place = requireNonNull(place, "place is null");
        this.target = requireNonNull(target, "target is null");
        this.shown = List.copyOf(shown);
        this.own = Set.copyOf(own);
    }

    /** Why nobody should pin any of it; empty where nothing speaks against it. */
    public List<String> alarms() {
        List<String> alarms = new ArrayList<>();
        for (ShownKey one : shown) {
            if (own.contains(base64(one))) {
                alarms.add("%s showed %s, a key of this bastion: something of its own answers in the host's place"
                        .formatted(place, one.key().fingerprint()));
            }
            one.certificate()
                    .filter(certificate ->
                            own.contains(base64(certificate.authority().blob())))
                    .ifPresent(certificate -> alarms.add(
                            "%s showed a certificate of this bastion's own authority: a face answers in the host's place"
                                    .formatted(place)));
            pinnedOfType(one.key().type())
                    .filter(pinned -> !pinned.contains(base64(one)))
                    .ifPresent(pinned -> alarms.add(
                            "%s showed another %s key, %s, than the one that access.yaml pins: it was made anew, or somebody answers in the host's place"
                                    .formatted(
                                            place, one.key().type(), one.key().fingerprint())));
        }
        return alarms;
    }

    /** Each key by its fingerprint, and what is known of it. */
    public List<String> facts() {
        return shown.stream().map(this::fact).toList();
    }

    /** What would pin it in access.yaml, as text to paste. */
    public List<String> lines() {
        String name = target.map(Target::name).orElse(place.host());
        return List.of(
                "targets:",
                "  \"%s\":".formatted(name),
                "    address: \"%s\"".formatted(place),
                "    host-key: "
                        + shown.stream()
                                .map(one -> "\"" + one.key().line() + "\"")
                                .collect(Collectors.joining(", ", "[", "]")));
    }

    private String fact(ShownKey one) {
        String known = target.isPresent() && pinned(base64(one)) ? "pinned in access.yaml" : "not pinned";
        return "%s %s, %s%s"
                .formatted(
                        one.key().type(),
                        one.key().fingerprint(),
                        known,
                        one.certificate().map(HostFindings::certified).orElse(""));
    }

    private static String certified(Certificate certificate) {
        return ", certified until %s for %s by %s"
                .formatted(
                        certificate.validBefore(),
                        Plain.shown(String.join(",", certificate.principals())),
                        certificate.authority().fingerprint());
    }

    private boolean pinned(String base64) {
        return target.orElseThrow().hostKeys().stream()
                .anyMatch(key -> key.base64().equals(base64));
    }

    private Optional<Set<String>> pinnedOfType(String type) {
        return target.map(known -> known.hostKeys().stream()
                        .filter(key -> key.type().equals(type))
                        .map(IdentityKey::base64)
                        .collect(Collectors.toSet()))
                .filter(keys -> !keys.isEmpty());
    }

    private static String base64(ShownKey one) {
        return base64(one.key().blob());
    }

    private static String base64(byte[] blob) {
        return Base64.getEncoder().encodeToString(blob);
    }
}
