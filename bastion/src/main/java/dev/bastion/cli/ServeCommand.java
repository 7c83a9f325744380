package dev.bastion.cli;

import dev.bastion.config.BastionConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "serve", description = "run the bastion until SIGTERM, which drains it")
final class ServeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    ConfigOption config = new ConfigOption();

    ServeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        BastionConfig read = config.read(around);
        // A broken policy is told whole before anything starts.
        ConfigOption.requireInForce(read);
        Starter.Running running = around.starter().start(read);
        AtomicInteger status = new AtomicInteger(ExitCode.DONE);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(running, status), "drain"));
        // From here on people can come in: whoever ends it meanwhile ends it in order.
        running.warmUp();
        around.say("%slistening on %s".formatted(read.demo() ? "demo, " : "", running.address()));
        running.awaitEnd();
        status.set(ExitCode.FAULT);
        return ExitCode.FAULT;
    }

    /** A JVM that was sent SIGTERM would end with 143 however well it drained, unless its last word is another. */
    private static void drain(Starter.Running running, AtomicInteger status) {
        // Closing wakes the thread that waits for the end, which would take it for a fault.
        int last = status.get();
        running.close();
        Runtime.getRuntime().halt(last);
    }
}
