package dev.bastion.policy.yaml;

import dev.bastion.policy.text.Plain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of one document from the parser's events, and refuses what a file that people keep does not need and an
 * attacker does: anchors and aliases, tags, further documents, great depth, great size. For one thread.
 */
final class TreeReader {

    static final int MAX_CHARACTERS = 16 * 1024 * 1024;
    static final int MAX_NODES = 2_000_000;
    static final int MAX_DEPTH = 32;

    private final Problems problems;
    private final Deque<Frame> open = new ArrayDeque<>();
    private Optional<YamlNode> root = Optional.empty();
    private int nodes;
    private int documents;
    private boolean refused;

    private TreeReader(Problems problems) {
        this.problems = problems;
    }

    /** Nothing when the text is no document; the problems then say why. */
    static Optional<YamlNode> read(String text, Problems problems) {
        return new TreeReader(problems).read(text);
    }

    private Optional<YamlNode> read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            whole("the file has " + text.length() + " characters, and " + MAX_CHARACTERS + " are allowed");
            return Optional.empty();
        }
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                if (refused) {
                    return Optional.empty();
                }
                take(event);
            }
        } catch (MarkedYamlEngineException e) {
            syntax(e);
            return Optional.empty();
        } catch (YamlEngineException e) {
            whole("the file is not YAML: " + Plain.shown(e.getMessage()));
            return Optional.empty();
        }
        return refused ? Optional.empty() : root;
    }

    private void take(Event event) {
        if (event instanceof NodeEvent node) {
            count(node);
        }
        switch (event) {
            case DocumentStartEvent start -> document(start);
            case AliasEvent alias -> refuse(alias, "an alias is not allowed here", "write the value out");
            case ScalarEvent scalar -> scalar(scalar);
            case CollectionStartEvent start -> start(start);
            case CollectionEndEvent end -> end();
            default -> {}
        }
    }

    private void document(DocumentStartEvent start) {
        documents++;
        if (documents > 1) {
            refuse(start, "a second document begins here", "keep everything in one document");
        }
    }

    private void count(NodeEvent node) {
        nodes++;
        if (nodes > MAX_NODES) {
            refuse(node, "the file has more than " + MAX_NODES + " parts", "");
        }
        if (!(node instanceof AliasEvent) && node.getAnchor().isPresent()) {
            refuse(node, "an anchor is not allowed here", "write the value out where it is needed");
        }
    }

    private void scalar(ScalarEvent event) {
        if (event.getTag().isPresent()) {
            refuse(event, "a tag is not allowed here", "leave it out: what a value is follows from its key");
        }
        add(new YamlNode.Scalar(event.getValue(), event.isPlain(), line(event), column(event)));
    }

    private void start(CollectionStartEvent event) {
        if (event.getTag().isPresent()) {
            refuse(event, "a tag is not allowed here", "leave it out: what a value is follows from its key");
        }
        if (open.size() >= MAX_DEPTH) {
            refuse(event, "this is nested deeper than " + MAX_DEPTH + " levels", "");
        }
        open.push(new Frame(event instanceof MappingStartEvent, line(event), column(event)));
    }

    private void end() {
        Frame frame = open.pop();
        add(frame.finish());
    }

    private void add(YamlNode node) {
        if (open.isEmpty()) {
            root = Optional.of(node);
        } else {
            open.peek().add(node);
        }
    }

    private void refuse(Event at, String message, String hint) {
        refused = true;
        problems.add(new Problem("", line(at), column(at), message, hint));
    }

    private void syntax(MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        problems.add(new Problem(
                "",
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                "the file is not YAML: " + Plain.shown(e.getProblem()),
                "check indentation, brackets and quotes around here"));
    }

    private void whole(String message) {
        problems.add(new Problem("", 0, 0, message, ""));
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private static int column(Event event) {
        return event.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
    }

    /** A list or a mapping whose end has not come yet. */
    private final class Frame {

        private final boolean mapping;
        private final int line;
        private final int column;
        private final List<YamlNode> items = new ArrayList<>();
        private final List<YamlNode.Pair> pairs = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private Optional<YamlNode.Scalar> key = Optional.empty();
        private boolean keyTaken;

        Frame(boolean mapping, int line, int column) {
            this.mapping = mapping;
            this.line = line;
            this.column = column;
        }

        void add(YamlNode node) {
            if (!mapping) {
                items.add(node);
            } else if (keyTaken) {
                key.ifPresent(known -> pairs.add(new YamlNode.Pair(known, node)));
                keyTaken = false;
            } else {
                key = key(node);
                keyTaken = true;
            }
        }

        private Optional<YamlNode.Scalar> key(YamlNode node) {
            if (!(node instanceof YamlNode.Scalar scalar)) {
                problem(node, "a key is a text, and this is none");
                return Optional.empty();
            }
            if (!keys.add(scalar.text())) {
                problem(node, "the key '" + Plain.shown(scalar.text()) + "' is here a second time");
                return Optional.empty();
            }
            return Optional.of(scalar);
        }

        private void problem(YamlNode node, String message) {
            problems.add(new Problem("", node.line(), node.column(), message, ""));
        }

        YamlNode finish() {
            return mapping
                    ? new YamlNode.Mapping(List.copyOf(pairs), line, column)
                    : new YamlNode.Sequence(List.copyOf(items), line, column);
        }
    }
}
