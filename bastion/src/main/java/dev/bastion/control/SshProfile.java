package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Target;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stock OpenSSH needs to work through this bastion (ssh_config(5), sshd(8) for known_hosts): the bastion itself, the
 * targets by name, and whom to trust for which names.
 *
 * <p>The host authority is trusted for the targets' names one by one and never for {@code *}, or whoever opens a tunnel
 * could pose as any host that this client ever connects to (THREATS T8). The bastion's own key is pinned. A separate file
 * of known hosts keeps all of it out of the person's own. {@code CertificateFile} and {@code IdentitiesOnly} make the
 * client offer the certificate, not every key of an agent.
 */
record SshProfile(ClientProfile bastion, String person, String keyName, List<Target> targets, boolean windows) {
    private static final String CONFIG = "~/.ssh/bastion_config";
    private static final String KNOWN_HOSTS = "~/.ssh/bastion_known_hosts";
    private static final int SSH_PORT = 22;

    SshProfile {
        requireNonNull(bastion, "bastion is null");
        requireNonNull(person, "person is null");
        requireNonNull(keyName, "keyName is null");
        targets = List.copyOf(targets);
    }

    static SshProfile of(Call call, boolean windows) {
        return new SshProfile(
                call.context().profile(),
                call.name(),
                call.caller().provenKey().map(key -> keyName(key.type())).orElse("id_ed25519"),
                call.policy().targetsOpenTo(call.person()),
                windows);
    }

    /** The name that ssh-keygen gives a key of that type, which is a guess that the person may change. */
    static String keyName(String type) {
        return switch (type) {
            case "ssh-rsa" -> "id_rsa";
            case "sk-ssh-ed25519@openssh.com" -> "id_ed25519_sk";
            case "sk-ecdsa-sha2-nistp256@openssh.com" -> "id_ecdsa_sk";
            case "ssh-ed25519" -> "id_ed25519";
            default -> "id_ecdsa";
        };
    }

    /** The profile itself. */
    String config() {
        StringBuilder text = new StringBuilder();
        text.append("# %s, for %s; %s is where your key lies, if elsewhere change it\n"
                .formatted(bastion.name(), person, "~/.ssh/" + keyName));
        text.append("Host %s\n".formatted(String.join(" ", bastion.names())));
        text.append("    HostName %s\n".formatted(bastion.host()));
        if (bastion.port() != 0) {
            text.append("    Port %d\n".formatted(bastion.port()));
        }
        text.append("    HostKeyAlias %s\n".formatted(bastion.name()));
        text.append("    User %s\n".formatted(person));
        appendKeys(text);
        targets.forEach(target -> append(target, text));
        return text.toString();
    }

    /** Whom to trust for which names. */
    String knownHosts() {
        StringBuilder text = new StringBuilder();
        text.append("%s %s\n".formatted(bastion.name(), bastion.hostKey().line()));
        if (!targets.isEmpty()) {
            text.append("@cert-authority %s %s\n"
                    .formatted(
                            targets.stream().flatMap(SshProfile::knownAs).collect(Collectors.joining(",")),
                            bastion.hostAuthority().line()));
        }
        return text.toString();
    }

    /** The commands that save both files. */
    List<String> saving() {
        String name = bastion.name();
        if (windows) {
            // Windows PowerShell's own ">" writes UTF-16, which ssh cannot read.
            return List.of(
                    "ssh %s ssh-config --windows | Out-File -Encoding ascii $HOME\\.ssh\\bastion_config"
                            .formatted(name),
                    "ssh %s ssh-config --known-hosts | Out-File -Encoding ascii $HOME\\.ssh\\bastion_known_hosts"
                            .formatted(name),
                    "and \"Include bastion_config\" as the first line of $HOME\\.ssh\\config");
        }
        return List.of(
                "ssh %s ssh-config > %s".formatted(name, CONFIG),
                "ssh %s ssh-config --known-hosts > %s".formatted(name, KNOWN_HOSTS),
                "and \"Include bastion_config\" as the first line of ~/.ssh/config");
    }

    private void append(Target target, StringBuilder text) {
        text.append("\nHost %s\n".formatted(target.names().collect(Collectors.joining(" "))));
        if (target.port() != SSH_PORT) {
            text.append("    Port %d\n".formatted(target.port()));
        }
        if (windows) {
            // The ProxyJump of older builds looks for a program "ssh" that Windows does not have.
            text.append(
                    "    ProxyCommand C:/Windows/System32/OpenSSH/ssh.exe -W [%%h]:%%p %s\n".formatted(bastion.name()));
        } else {
            text.append("    ProxyJump %s\n".formatted(bastion.name()));
        }
        appendKeys(text);
    }

    private void appendKeys(StringBuilder text) {
        text.append("    IdentityFile ~/.ssh/%s\n".formatted(keyName));
        text.append("    CertificateFile ~/.ssh/%s-cert.pub\n".formatted(keyName));
        text.append("    IdentitiesOnly yes\n");
        text.append("    UserKnownHostsFile %s\n".formatted(KNOWN_HOSTS));
        text.append("    StrictHostKeyChecking yes\n");
    }

    /** A host that does not listen on port 22 is known as {@code [name]:port}. */
    private static Stream<String> knownAs(Target target) {
        return target.names().map(name -> target.port() == SSH_PORT ? name : "[%s]:%d".formatted(name, target.port()));
    }
}
