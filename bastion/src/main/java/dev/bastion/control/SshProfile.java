package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Target;
import java.util.List;
import java.util.Optional;
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

    /** Without a name of their own for it, the key is taken to be called as {@code ssh-keygen} calls it. */
    static SshProfile of(Call call, Optional<String> keyName, boolean windows) {
        return new SshProfile(
                call.context().profile(),
                call.name(),
                keyName.or(() -> call.caller().provenKey().map(SshPublicKey::usualFile))
                        .orElse("id_ed25519"),
                call.policy().targetsOpenTo(call.person()),
                windows);
    }

    /** The profile itself. */
    String config() {
        StringBuilder text = new StringBuilder();
        text.append("# %s, for %s with ~/.ssh/%s; another key: ssh-config --key NAME\n"
                .formatted(bastion.name(), person, keyName));
        text.append("Host %s\n".formatted(String.join(" ", bastion.names())));
        text.append("    HostName %s\n".formatted(bastion.host()));
        if (bastion.port() != 0) {
            text.append("    Port %d\n".formatted(bastion.port()));
        }
        text.append("    HostKeyAlias %s\n".formatted(bastion.name()));
        text.append("    User %s\n".formatted(person));
        targets.forEach(target -> append(target, text));
        appendKeys(text);
        if (windows) {
            appendFetching(text);
        } else {
            appendRefresh(text);
        }
        // What somebody writes below it is for every host again.
        text.append("\nMatch all\n");
        return text.toString();
    }

    /**
     * Has ssh fetch a certificate before it connects, where the one in the file has expired or there is none.
     *
     * <p>ssh gives the command to the person's own shell, whichever that is, twice at times and from many processes at
     * once. So it is one word of {@code sh} in single quotes, which every shell hands on as it stands; it uses none of
     * ssh's tokens, which would put typed names into it; it asks nobody while the certificate is good; and a new one is
     * renamed into place. The jump itself stands in the targets' own blocks and does not hang on it. A connection that is
     * kept open for others was proved with the old certificate: it takes no new ones.
     */
    private void appendRefresh(StringBuilder text) {
        String refresh = ("sh -c 'set -f; umask 077; cd && cd .ssh && f=%s-cert.pub || exit;"
                        + " [ 1$(ssh-keygen -Lf $f 2>/dev/null | sed -n s/.*Valid:.from.*.to.//p | tr -dc 0-9)"
                        + " -gt 1$(date +%%%%Y%%%%m%%%%d%%%%H%%%%M%%%%S) ]"
                        + " || { c=$(ssh -q -l %s -o ControlPath=none -o ConnectTimeout=10 %s cert --refresh)"
                        + " && echo $c >$f.$$ && mv -f $f.$$ $f && ssh -q -O stop %s; }'")
                .formatted(keyName, person, bastion.name(), bastion.name());
        text.append("\n# fetches a certificate when the one in the file has expired and a grant is live\n");
        if (!targets.isEmpty()) {
            text.append("Match originalhost %s exec \"%s\"\n"
                    .formatted(targets.stream().flatMap(Target::names).collect(Collectors.joining(",")), refresh));
        }
        text.append(
                "Match originalhost %s user *@* exec \"%s\"\n".formatted(String.join(",", bastion.names()), refresh));
    }

    private void appendFetching(StringBuilder text) {
        text.append("\n# when a certificate has expired and a grant is live, in PowerShell:\n");
        text.append("#   ssh %s cert | Out-File -Encoding ascii $HOME\\.ssh\\%s-cert.pub\n"
                .formatted(bastion.name(), keyName));
    }

    /** Whom to trust for which names. */
    String knownHosts() {
        StringBuilder text = new StringBuilder();
        text.append("%s %s\n".formatted(bastion.name(), bastion.hostKey().line()));
        if (!targets.isEmpty()) {
            String known = targets.stream().flatMap(SshProfile::knownAs).collect(Collectors.joining(","));
            bastion.hostAuthorities()
                    .get()
                    .forEach(key -> text.append("@cert-authority %s %s\n".formatted(known, key.line())));
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
    }

    private void appendKeys(StringBuilder text) {
        text.append("\nHost %s\n"
                .formatted(
                        Stream.concat(bastion.names().stream(), targets.stream().flatMap(Target::names))
                                .collect(Collectors.joining(" "))));
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
