package dev.bastion.config;

import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.ParseContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where this bastion is and which keys are its own, so that a policy is held against it: no target lies there, carries its
 * names or its keys (THREATS T4, T8, T23).
 */
public final class OwnPlace {
    private OwnPlace() {}

    /**
     * What a policy is read with.
     *
     * @throws IOException if a public key is unreadable, or the system does not tell its addresses
     */
    public static ParseContext of(BastionConfig config) throws IOException {
        return of(config, addresses());
    }

    /** The same, with the machine's addresses given. */
    static ParseContext of(BastionConfig config, Set<InetAddress> addresses) throws IOException {
        Set<String> own = addresses.stream()
                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                .collect(Collectors.toCollection(HashSet::new));
        own.add(config.clientAddress().host());
        return new ParseContext(
                config.demo(),
                keys(config.keys()),
                own,
                Set.copyOf(config.names()),
                config.policyControl().ceiling(),
                config.policyControl().keepAtLeast());
    }

    private static Set<InetAddress> addresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .collect(Collectors.toSet());
    }

    private static Set<String> keys(BastionConfig.Keys keys) throws IOException {
        Set<String> blobs = new HashSet<>();
        for (KeyFile key : KeyFile.values()) {
            Path path = key.in(keys).publicPath();
            if (Files.exists(path)) {
                blobs.add(blob(path));
            }
        }
        for (String name : KeyFile.ofAuthorities(keys.directory())) {
            Path path = keys.file(name).publicPath();
            if (Files.exists(path)) {
                blobs.add(blob(path));
            }
        }
        blobs.addAll(faces(keys.faces()));
        return blobs;
    }

    /** A face is never a target's own key: whoever pins one would have the bastion believe itself. */
    private static Set<String> faces(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        Set<String> blobs = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.pub")) {
            for (Path file : files) {
                blobs.add(blob(file));
            }
        }
        return blobs;
    }

    private static String blob(Path path) throws IOException {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            SshPublicKey.parseLine(Files.readString(path).strip())
                                    .blob());
        } catch (MalformedKeyException malformed) {
            throw new IOException("'%s' is no public key: %s".formatted(path, malformed.getMessage()), malformed);
        }
    }
}
