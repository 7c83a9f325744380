package dev.bastion.ssh;

import java.io.IOException;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.AbstractServerSession;
import org.apache.sshd.server.session.ServerConnectionService;

/**
 * The {@code ssh-connection} service of the outer connection: MINA's, with the refusals' own sentences, which MINA
 * replaces by "Generic error while opening channel".
 */
final class OuterConnectionService extends ServerConnectionService {
    private OuterConnectionService(AbstractServerSession session) throws SshException {
        super(session);
    }

    /** The service of tunnels and commands; the direct form ({@code login@target@bastion}) gets the relay's. */
    static ServiceFactory factory() {
        return new Maker(RelayService.factory());
    }

    @Override
    protected IoWriteFuture sendChannelOpenFailure(
            Buffer buffer, long sender, int reasonCode, String message, String lang) throws IOException {
        String sentence = OuterConnection.in(getSession())
                .map(outer -> outer.refusalText(sender, message))
                .orElse(NewcomerConnection.in(getSession()).isPresent() ? NewcomerConnection.REFUSAL : message);
        return super.sendChannelOpenFailure(buffer, sender, reasonCode, sentence, lang);
    }

    /** Without MINA's line in the log for each: a client may send as many as it likes. */
    @Override
    protected IoWriteFuture handleUnknownRequest(Buffer buffer, String name, boolean wantReply) throws IOException {
        return sendGlobalResponse(buffer, name, RequestHandler.Result.Unsupported, wantReply);
    }

    private record Maker(ServiceFactory direct) implements ServiceFactory {
        @Override
        public Service create(Session session) throws IOException {
            return RelayService.attached((AbstractSession) session)
                    ? direct.create(session)
                    : new OuterConnectionService((AbstractServerSession) session);
        }

        @Override
        public String getName() {
            return direct.getName();
        }
    }
}
