package dev.bastion.cli;

import dev.bastion.SignerProcess;
import dev.bastion.config.BastionConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "serve",
        description = "run the signer that stands apart and holds the authorities' keys, until SIGTERM")
final class CaServeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    ConfigOption config = new ConfigOption();

    CaServeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        BastionConfig read = config.read(around);
        SignerProcess running = SignerProcess.start(read, around.clock());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(running), "drain"));
        around.say("signing at %s".formatted(read.signer().orElseThrow().place()));
        ended.await();
        return ExitCode.FAULT;
    }

    /** SIGTERM is how it ends, and no fault. */
    private static void drain(SignerProcess running) {
        running.close();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }
}
