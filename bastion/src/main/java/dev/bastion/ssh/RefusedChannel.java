package dev.bastion.ssh;

import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/** A channel that is never opened, and says why. */
final class RefusedChannel extends AbstractServerChannel {
    private final String sentence;

    RefusedChannel(String sentence) {
        super(null);
        this.sentence = sentence;
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        OpenFuture future = new DefaultOpenFuture(this, this);
        future.setException(new SshChannelOpenException(
                getChannelId(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, sentence));
        // MINA keeps a refused channel among the open ones, and ends the connection when they are too many.
        close(true);
        return future;
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        throw new IOException("the channel is not open");
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        throw new IOException("the channel is not open");
    }
}
