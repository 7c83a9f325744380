package dev.bastion.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A host on which systemd is the first process, with logind, PAM and an sshd on loopback; it lives in namespaces of its own, and
 * what it writes goes with it. Closing it ends it.
 */
final class SystemdHost implements AutoCloseable {
    /** Over its file system lies one in memory. The hierarchy of control groups is the one that only gives names. */
    private static final String BOOT = """
            lower=$1 dir=$2 port=$3
            mount --make-rprivate /
            mount -t tmpfs tmpfs "$dir"
            mkdir "$dir/upper" "$dir/work" "$dir/host"
            mount -t overlay overlay -o "lowerdir=$lower,upperdir=$dir/upper,workdir=$dir/work" "$dir/host"
            cd "$dir/host"
            mount -t proc proc proc
            mount -t sysfs sysfs sys
            mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
            mkdir sys/fs/cgroup/systemd
            mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
            mount -t tmpfs -o mode=755 tmpfs run
            mount -t tmpfs -o mode=1777 tmpfs tmp
            mount -t tmpfs -o mode=755 tmpfs dev
            for node in null zero full random urandom tty; do
                : >"dev/$node"
                mount --bind "/dev/$node" "dev/$node"
            done
            mkdir dev/pts dev/shm
            mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts dev/pts
            ln -s pts/ptmx dev/ptmx
            chroot . useradd --create-home --shell /bin/bash postgres
            chroot . useradd --create-home --shell /bin/bash deploy
            printf 'Port %s\\nListenAddress 127.0.0.1\\n' "$port" >etc/ssh/sshd_config.d/place.conf
            hostname prod-systemd-1
            exec env -i container=test PATH=/usr/sbin:/usr/bin chroot . /lib/systemd/systemd \\
                --unit=multi-user.target --show-status=no
            """;

    private final Process process;
    private final Path root;
    private final int port;

    private SystemdHost(Process process, Path root, int port) {
        this.process = process;
        this.root = root;
        this.port = port;
    }

    /** Whether this kernel has the hierarchy that it needs. */
    static boolean possible() throws IOException {
        return Files.readString(Path.of("/proc/self/cgroup")).contains(":name=systemd:");
    }

    /** Starts it in an empty directory; it answers a moment later. */
    static SystemdHost start(Path root, Path directory) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path host = Files.createDirectory(directory.resolve("host"));
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--uts",
                        "--ipc",
                        "--pid",
                        "--cgroup",
                        "--fork",
                        "--kill-child",
                        "bash",
                        "-ec",
                        BOOT,
                        "bash",
                        root.toString(),
                        host.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        return new SystemdHost(process, root, port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String port() {
        return Integer.toString(port);
    }

    String hostKey() throws IOException {
        return Files.readString(root.resolve("etc/ssh/ssh_host_ed25519_key.pub"))
                .strip();
    }

    /** What takes one more word, a command for root's shell there. */
    String over() {
        return "nsenter --target " + pid() + " --all --root env PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c";
    }

    /** A command of root's on it. */
    Ran inside(String command) {
        List<String> words = new ArrayList<>(List.of(over().split(" ", -1)));
        words.add(command);
        return Command.of(words).run();
    }

    /** Its first process is the child of the one that made its namespaces. */
    private long pid() {
        return process.children().findFirst().map(ProcessHandle::pid).orElse(process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
