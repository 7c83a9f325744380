package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsContainers
class ContainerHostAnswersTest {
    private static ContainerHost host;

    @BeforeAll
    static void start() {
        host = ContainerHost.start(
                Map.of("/etc/ssh/greeting", "hello\n"), List.of("deploy"), List.of("Banner=/etc/ssh/greeting"));
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void sshdSaysWhatItIs() throws IOException {
        try (Socket socket =
                new Socket(host.address().getAddress(), host.address().getPort())) {
            String ident = new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
            assertTrue(ident.startsWith("SSH-2.0-OpenSSH"), ident);
        }
    }

    @Test
    void loginsAndFilesAreThere() throws IOException, InterruptedException {
        assertTrue(host.run("id", "deploy").contains("(deploy)"));
        assertTrue(host.run("cat", "/etc/ssh/greeting").equals("hello\n"));
    }
}
