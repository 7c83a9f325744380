package dev.bastion.ssh;

import java.time.Duration;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.core.CoreModuleProperties;

/** MINA's knobs that all legs share; its defaults are made for other uses. */
final class Settings {
    private static final Duration LOGIN = Duration.ofSeconds(30);
    private static final long REKEY_BYTES = 1L << 30;
    private static final Duration REKEY_TIME = Duration.ofHours(1);
    private static final int READ_BUFFER = 32 << 10;
    private static final int BACKLOG = 1024;

    private Settings() {}

    static void apply(AbstractFactoryManager manager, IoGroup group) {
        manager.setIoServiceFactoryFactory(SharedIoFactory.on(group));
        manager.setScheduledExecutorService(group.timer(), false);
        manager.setForwarderFactory(org.apache.sshd.common.forward.DefaultForwarderFactory.INSTANCE);
        limits(manager);
    }

    private static void limits(FactoryManager manager) {
        CoreModuleProperties.AUTH_TIMEOUT.set(manager, LOGIN);
        // Idleness is the person's, measured on their input; every packet resets MINA's.
        CoreModuleProperties.IDLE_TIMEOUT.set(manager, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(manager, Duration.ZERO);
        // A slow reader is held back by its window; MINA would drop it after 30 s and arm a timer for each write.
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(manager, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_BUFFER_SIZE.set(manager, READ_BUFFER);
        CoreModuleProperties.TCP_NODELAY.set(manager, true);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(manager, true);
        CoreModuleProperties.SOCKET_BACKLOG.set(manager, BACKLOG);
        CoreModuleProperties.IGNORE_MESSAGE_FREQUENCY.set(manager, 0L);
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(manager, REKEY_BYTES);
        CoreModuleProperties.REKEY_TIME_LIMIT.set(manager, REKEY_TIME);
        CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(manager, true);
    }
}
