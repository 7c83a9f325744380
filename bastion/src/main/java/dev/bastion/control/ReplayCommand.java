package dev.bastion.control;

import dev.bastion.policy.Ids;
import dev.bastion.recorder.RecordedChannel;
import dev.bastion.recorder.asciicast.Cast;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "replay")
final class ReplayCommand extends ControlCommand {
    @Parameters(paramLabel = "SESSION", description = "the recorded session, like s-41")
    String id;

    @Option(names = "--speed", paramLabel = "FACTOR", description = "2 is twice as fast")
    String speed = "1";

    @Option(names = "--idle-limit", paramLabel = "LENGTH", description = "no pause is longer, like 2s or 0.5s")
    String idleLimit;

    @Option(names = "--channel", paramLabel = "NUMBER", description = "only this channel of the session")
    String channel;

    @Option(
            names = "--raw",
            description = "let everything pass that the host printed, also what makes this terminal act")
    boolean raw;

    @Override
    Outcome run(Call call) {
        long session = Typed.session(id);
        Player.Pace pace = new Player.Pace(
                Typed.factor(speed), Optional.ofNullable(idleLimit).map(Typed::pause));
        Optional<Integer> only = Optional.ofNullable(channel).map(Typed::channel);
        if (!json && call.channel().terminal().isEmpty()) {
            return new Outcome.Failed(
                    Exit.USAGE,
                    "no_terminal",
                    "a replay needs a terminal",
                    Optional.of("ssh -t %s replay %s"
                            .formatted(call.context().profile().name(), Ids.session(session))));
        }
        return switch (Recorded.open(call, session, "replay")) {
            case Recorded.Found.Not not -> not.why();
            case Recorded.Found.Yes yes ->
                json
                        ? Outcome.answer(
                                Json.object().set("recording", yes.recorded().jsonWithChannels()), new Page())
                        : play(call, yes.recorded(), chosen(yes.recorded(), only), pace);
        };
    }

    private static List<RecordedChannel> chosen(Recorded recorded, Optional<Integer> only) {
        return recorded.channels().stream()
                .filter(one -> only.isEmpty() || one.number() == only.get())
                .toList();
    }

    private Outcome play(Call call, Recorded recorded, List<RecordedChannel> channels, Player.Pace pace) {
        if (channels.isEmpty()) {
            return Outcome.notFound("such channel in " + id, "ssh bastion export %s --format json".formatted(id));
        }
        recorded.tellRemarks(call);
        Keyboard keyboard = Keyboard.reading(call.channel().in());
        call.channel().onClose(keyboard::hangUp);
        try (TerminalScreen screen = new TerminalScreen(call.channel().out(), raw)) {
            for (RecordedChannel one : channels) {
                if (play(call, one, new Player(screen, keyboard), pace) == Player.End.LEFT) {
                    break;
                }
            }
            return new Outcome.Streamed(Exit.DONE);
        } catch (IOException broken) {
            throw new UnreadableRecordingException(broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Outcome.Streamed(Exit.LAPSED);
        }
    }

    private static Player.End play(Call call, RecordedChannel channel, Player player, Player.Pace pace)
            throws IOException, InterruptedException {
        return switch (channel) {
            case RecordedChannel.Terminal terminal -> play(call, terminal.number(), terminal.cast(), player, pace);
            case RecordedChannel.Streams streams -> play(call, streams.number(), streams.cast(), player, pace);
            case RecordedChannel.Forward forward -> {
                call.printer()
                        .say("channel %d: a forwarded connection; export it with --channel %d --format raw"
                                .formatted(forward.number(), forward.number()));
                yield Player.End.PLAYED;
            }
            case RecordedChannel.Transfers transfers -> {
                call.printer()
                        .say("channel %d: file transfers; export them with --format text"
                                .formatted(transfers.number()));
                yield Player.End.PLAYED;
            }
            case RecordedChannel.Agent agent -> {
                call.printer()
                        .say("channel %d: the host used the agent; export it with --channel %d --format text"
                                .formatted(agent.number(), agent.number()));
                yield Player.End.PLAYED;
            }
        };
    }

    private static Player.End play(Call call, int number, Cast cast, Player player, Player.Pace pace)
            throws IOException, InterruptedException {
        Printer printer = call.printer();
        String command = cast.header()
                .command()
                .filter(text -> !text.isEmpty())
                .map(text -> ": " + PlainText.line(text, 200))
                .orElse("");
        printer.say("channel %d%s".formatted(number, command));
        call.channel()
                .terminal()
                .filter(window -> window.cols() < cast.header().columns()
                        || window.rows() < cast.header().rows())
                .ifPresent(window -> printer.say("recorded at %dx%d, and this terminal is %dx%d"
                        .formatted(cast.header().columns(), cast.header().rows(), window.cols(), window.rows())));
        Player.End end = player.play(cast, pace);
        if (end == Player.End.BROKEN_OFF) {
            printer.say("the recording broke off here");
        }
        return end;
    }
}
