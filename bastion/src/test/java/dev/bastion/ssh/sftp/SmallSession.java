package dev.bastion.ssh.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.rule.Confines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A session of the system's sftp with a bit of everything. */
final class SmallSession {

    private SmallSession() {}

    static Transcript run(Path directory) throws Exception {
        Path near = Files.createDirectory(directory.resolve("near"));
        Path far = Files.createDirectory(directory.resolve("far"));
        byte[] content = new byte[150_000];
        new Random(11).nextBytes(content);
        Files.write(far.resolve("down"), content);
        Files.write(near.resolve("up"), content);
        Path batch = directory.resolve("batch");
        Files.write(
                batch,
                List.of(
                        "ls -l",
                        "get down",
                        "mkdir new",
                        "put -p up new/up",
                        "rename new/up up",
                        "ln -s up link",
                        "ln up hard",
                        "-get nothing",
                        "df",
                        "chmod 600 hard",
                        "rm up",
                        "rmdir new",
                        "ls new*"));
        Transcript transcript = new Transcript();
        RealPipe pipe = new RealPipe(directory, 5, 32 * 1024, Optional.of(transcript));
        SftpGate gate = new SftpGate(GateInHand.BOTH, Confines.NONE, new CollectedTransfers(), true, Clock.systemUTC());
        RealPipe.Result result = pipe.run(
                List.of("sftp", "SSH", "-b", batch.toString(), "host"),
                near,
                asked -> RealPipe.sftpServer(),
                far,
                asked -> Listener.of(gate));
        assertEquals(-1, result.said().indexOf("rror"), result.said());
        return transcript;
    }
}
