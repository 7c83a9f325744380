package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * A condition in the Common Expression Language over {@link Circumstances}, type-checked when it is made.
 *
 * <p>It may use {@code person.name}, {@code person.groups}, {@code target.name}, {@code target.labels},
 * {@code request.login}, {@code request.permits}, {@code request.duration}, {@code request.reason},
 * {@code request.ticket} and {@code now}. Regular expressions are RE2's. Immutable; equal where the texts are.
 */
public final class Condition {

    static final int MAX_CHARACTERS = 2000;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_STEPS = 10_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseRecursionDepth(MAX_DEPTH)
            .comprehensionMaxIterations(MAX_STEPS)
            .build();

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("person.name", SimpleType.STRING)
            .addVar("person.groups", ListType.create(SimpleType.STRING))
            .addVar("target.name", SimpleType.STRING)
            .addVar("target.labels", MapType.create(SimpleType.STRING, SimpleType.STRING))
            .addVar("request.login", SimpleType.STRING)
            .addVar("request.permits", ListType.create(SimpleType.STRING))
            .addVar("request.duration", SimpleType.DURATION)
            .addVar("request.reason", SimpleType.STRING)
            .addVar("request.ticket", SimpleType.STRING)
            .addVar("now", SimpleType.TIMESTAMP)
            .setResultType(SimpleType.BOOL)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final String text;
    private final CelRuntime.Program program;

    /** Throws an {@link IllegalArgumentException}, with what is wrong in one line, when the text is no condition. */
    public Condition(String text) {
        this.text = requireNonNull(text, "text is null");
        Checks.check(text.length() <= MAX_CHARACTERS, "it has more than " + MAX_CHARACTERS + " characters");
        this.program = program(text);
    }

    /** As the policy says it. */
    public String text() {
        return text;
    }

    /** Whether it holds whatever it is asked about: {@code true}. */
    public boolean always() {
        return text.equals("true");
    }

    /** False, too, when it cannot be told, such as where it asks for a label that the target has not. */
    public boolean holds(Circumstances circumstances) {
        try {
            return Boolean.TRUE.equals(program.eval(circumstances.variables()));
        } catch (CelEvaluationException undecided) {
            return false;
        }
    }

    private static CelRuntime.Program program(String text) {
        try {
            CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
            return RUNTIME.createProgram(tree);
        } catch (CelValidationException e) {
            throw new IllegalArgumentException(e.getErrors().getFirst().getMessage(), e);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition condition && condition.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
