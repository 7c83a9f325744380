package dev.bastion.cli;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;
import dev.bastion.policy.Target;
import java.util.stream.Collectors;

/** What is to be done after each step, and where: the lines to add on standard output, the sentences beside it. */
final class RotationAdvice {
    private static final int SSH_PORT = 22;

    private final Surroundings around;
    private final AccessPolicy policy;

    RotationAdvice(Surroundings around, AccessPolicy policy) {
        this.around = requireNonNull(around, "around is null");
        this.policy = requireNonNull(policy, "policy is null");
    }

    /** A key that stood as said stands there now. */
    void after(AuthorityKey key, KeyStanding to) {
        around.say("%s of the %s authority is now %s".formatted(key.fingerprint(), word(key), meaning(to)));
        switch (to) {
            case INTRODUCED -> {
                copy(key);
                add(key);
                around.hint("when that is done: bastion ca rotate " + word(key));
            }
            case TRUSTED ->
                around.hint("when bastion ca status shows that all have followed: bastion ca rotate " + word(key));
            case SIGNER ->
                around.hint("bastion ca status says when the key before can go: bastion ca retire " + word(key));
            case RETIRING -> throw new IllegalStateException("a key retires when another signs");
            case RETIRED -> remove(key);
        }
    }

    private static String meaning(KeyStanding to) {
        return switch (to) {
            case INTRODUCED -> "introduced: nothing relies on it yet";
            case TRUSTED -> "trusted beside the one that signs";
            case SIGNER -> "the signer, and the one before it retires";
            case RETIRING -> "retiring";
            case RETIRED -> "retired: nothing that it signed is good";
        };
    }

    private void copy(AuthorityKey key) {
        String place = key.place();
        String name = place.substring(place.indexOf(':') + 1);
        around.say(
                place.startsWith("file:")
                        ? "other bastions of this ledger: copy %1$s and %1$s.pub into the directory of their keys"
                                .formatted(name)
                        : "other bastions of this ledger: they need the same token, with the label " + name);
    }

    private void add(AuthorityKey key) {
        switch (key.authority()) {
            case ACCESS -> around.say("clients and hosts: nothing, the bastions alone trust it");
            case TARGET -> {
                around.say(
                        "hosts: add this line to the file that TrustedUserCAKeys names, beside the one that is there;"
                                + " sshd reads it at the next login");
                around.out().println(key.line());
            }
            case HOST -> {
                around.say(
                        "clients: fetch the profile again, ssh bastion ssh-config --known-hosts, or add this line beside"
                                + " the one that is there");
                around.out().println("@cert-authority %s %s".formatted(names(), key.line()));
            }
        }
    }

    private void remove(AuthorityKey key) {
        switch (key.authority()) {
            case ACCESS -> around.say("clients and hosts: nothing");
            case TARGET -> around.say("hosts: remove its line from the file that TrustedUserCAKeys names");
            case HOST -> around.say("clients: its @cert-authority line goes when they fetch the profile again");
        }
        around.out().println(key.line());
        around.say("destroy its private half: " + key.place());
    }

    private String names() {
        String all = policy.targets().stream()
                .flatMap(target -> target.names().map(name -> known(target, name)))
                .collect(Collectors.joining(","));
        return all.isEmpty() ? "NAMES-OF-TARGETS" : all;
    }

    /** A host that does not listen on port 22 is known as {@code [name]:port}. */
    private static String known(Target target, String name) {
        return target.port() == SSH_PORT ? name : "[%s]:%d".formatted(name, target.port());
    }

    private static String word(AuthorityKey key) {
        return key.authority().word();
    }
}
