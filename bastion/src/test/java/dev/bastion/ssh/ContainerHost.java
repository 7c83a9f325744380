package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.model.Ulimit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A host of its own with a real OpenSSH {@code sshd}, in a container; the image is the one that {@code deploy/test}
 * makes. Closing it removes it. Not safe for many threads while it starts.
 */
public final class ContainerHost implements AutoCloseable {
    private static final String IMAGE = "bastion-test/sshd";
    private static final int PORT = 22;
    private static final int READABLE_BY_ROOT = 0600;
    private static final long OPEN_FILES = 20_000L;

    private final GenericContainer<?> container;

    private ContainerHost(GenericContainer<?> container) {
        this.container = container;
    }

    /** Whether a Docker engine answers. */
    public static boolean possible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /**
     * Starts a host and returns when its {@code sshd} listens.
     *
     * @param files texts by absolute path, for example authorised keys; owned by root, mode 0600
     * @param logins accounts to make, each with a shell and without a password
     * @param options lines for {@code sshd -o}, for example {@code TrustedUserCAKeys=/etc/ssh/ca.pub}
     */
    public static ContainerHost start(Map<String, String> files, List<String> logins, List<String> options) {
        requireNonNull(files, "files is null");
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withExposedPorts(PORT)
                // Before it listens sshd closes every number up to its limit of open files.
                .withCreateContainerCmdModifier(create -> requireNonNull(create.getHostConfig())
                        .withUlimits(List.of(new Ulimit("nofile", OPEN_FILES, OPEN_FILES))))
                .withCommand("sh", "-c", script(logins, options))
                .waitingFor(Wait.forLogMessage(".*Server listening on 0\\.0\\.0\\.0.*", 1))
                .withStartupTimeout(Duration.ofSeconds(60));
        files.forEach((path, text) -> container.withCopyToContainer(
                Transferable.of(text.getBytes(StandardCharsets.UTF_8), READABLE_BY_ROOT), path));
        container.start();
        return new ContainerHost(container);
    }

    /** Where its {@code sshd} answers, seen from here. */
    public InetSocketAddress address() {
        return new InetSocketAddress(container.getHost(), container.getMappedPort(PORT));
    }

    /** Where its {@code sshd} answers on the engine's own network, where it sees who comes; from the engine's machine only. */
    public InetSocketAddress addressInside() {
        String address = container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> requireNonNull(network.getIpAddress(), "the container has no address"))
                .findFirst()
                .orElseThrow();
        return new InetSocketAddress(address, PORT);
    }

    /** Runs a command in the host as root, and returns its standard output; any other end than 0 fails. */
    public String run(String... command) throws IOException, InterruptedException {
        ExecResult result = container.execInContainer(command);
        if (result.getExitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + result);
        }
        return result.getStdout();
    }

    /** What its {@code sshd} has logged so far. */
    public String log() {
        return container.getLogs();
    }

    @Override
    public void close() {
        container.close();
    }

    private static String script(List<String> logins, List<String> options) {
        StringBuilder script = new StringBuilder("set -e; mkdir -p /run/sshd\n");
        logins.forEach(login -> script.append("id ")
                .append(login)
                .append(" || useradd -m -s /bin/bash -p '*' ")
                .append(login)
                .append('\n'));
        script.append("exec /usr/sbin/sshd -D -e");
        options.forEach(option -> script.append(" -o '").append(option).append('\''));
        return script.toString();
    }
}
