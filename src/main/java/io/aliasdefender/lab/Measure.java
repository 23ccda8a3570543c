package io.aliasdefender.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Inflicts troubles on pairs of defenders many times over and writes a table of what a client saw. */
public final class Measure {
    private final Options options;
    private final PrintStream progress;
    private int done;
    private int planned;

    /**
     * What to measure.
     *
     * @param runs of each trouble at each interval; twice as many of {@link Trouble#BOOT_TOGETHER}
     * @param troubles which
     * @param intervals of the defenders' steady probes
     * @param lossLength how long frames are lost
     * @param realTime whether the daemons run in the real-time class, as the service has them
     * @param cards of each machine, 1 or 2; of two, one has the aliases and the other the addresses that name the hosts
     * @param parallel laboratories side by side where the client's time is not the figure
     * @param report the Markdown file to write; empty: the table is only printed
     * @param logs the folder for the daemons' logs of runs that were not good; empty: they are deleted
     * @param commandLine to be quoted in the report
     */
    public record Options(
            int runs,
            List<Trouble> troubles,
            List<Duration> intervals,
            Duration lossLength,
            boolean realTime,
            int cards,
            int parallel,
            Optional<Path> report,
            Optional<Path> logs,
            String commandLine) {
        public Options {
            troubles = List.copyOf(troubles);
            intervals = List.copyOf(intervals);
            if (runs < 1 || parallel < 1) {
                throw new IllegalArgumentException("runs and parallel are at least 1");
            }
            if (cards < 1 || cards > 2) {
                throw new IllegalArgumentException("a machine has 1 or 2 cards");
            }
        }

        int runs(Trouble trouble) {
            return trouble == Trouble.BOOT_TOGETHER ? 2 * runs : runs;
        }
    }

    private Measure(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures, with progress and the table on {@code out}.
     *
     * @return the exit status: 0 when every bar was met, else 1
     */
    public static int run(Options options, PrintStream out) {
        Optional<String> why = Lab.whyImpossible();
        if (why.isPresent()) {
            out.println(why.get());
            return 1;
        }
        TestMachine before = TestMachine.now();
        List<Series> table = new Measure(options, out).measure();
        String report = MeasureReport.markdown(options, table, before, TestMachine.now());
        out.println();
        out.println(report);
        options.report().ifPresent(file -> write(file, report));
        return table.stream().allMatch(Series::met) ? 0 : 1;
    }

    private List<Series> measure() {
        for (Trouble trouble : options.troubles()) {
            planned += options.runs(trouble) * options.intervals().size();
        }
        List<Supplier<Series>> pending = new ArrayList<>();
        BlockingQueue<Lab> idle = new LinkedBlockingQueue<>();
        List<Lab> labs = new ArrayList<>();
        ExecutorService crew = Executors.newFixedThreadPool(options.parallel(), task -> {
            Thread thread = new Thread(task, "lab-measure");
            thread.setDaemon(true);
            return thread;
        });
        DaemonCommand ordinary = DaemonCommand.ofThisProgram();
        DaemonCommand daemon = options.realTime() ? ordinary.inRealTime() : ordinary;
        try {
            for (int i = 0; i < options.parallel(); i++) {
                Lab lab = Lab.build(2, Optional.empty(), daemon);
                labs.add(lab);
                if (options.cards() == 2) {
                    lab.nameHostsBySecondCards();
                }
                idle.add(lab);
            }
            // First those where nothing else may run, one after the other; then the others side by side.
            for (boolean timed : new boolean[] {true, false}) {
                for (Trouble trouble : options.troubles()) {
                    if (trouble.timed() == timed) {
                        options.intervals().forEach(interval -> pending.add(begin(trouble, interval, crew, idle)));
                    }
                }
            }
            return pending.stream().map(Supplier::get).toList();
        } finally {
            crew.shutdownNow();
            labs.forEach(Lab::close);
        }
    }

    /** Starts the runs of a series; a timed one is finished on return. */
    private Supplier<Series> begin(Trouble trouble, Duration interval, ExecutorService crew, BlockingQueue<Lab> idle) {
        List<Future<Outcome>> runs = new ArrayList<>();
        for (int i = 1; i <= options.runs(trouble); i++) {
            Callable<Outcome> run = () -> {
                Lab lab = idle.take();
                try {
                    return run(lab, trouble, interval);
                } finally {
                    idle.put(lab);
                }
            };
            Future<Outcome> future = crew.submit(run);
            runs.add(future);
            if (trouble.timed()) {
                awaitEnd(future);
            }
        }
        return () -> collect(trouble, interval, runs);
    }

    private Outcome run(Lab lab, Trouble trouble, Duration interval) {
        Map<Figure, Long> bars = trouble.bars(interval);
        String said = "FAILED";
        boolean good = false;
        lab.hosts().forEach(LabHost::forgetLog);
        try {
            Outcome outcome = new Trial(lab, List.of(Family.values()), interval, options.lossLength()).run(trouble);
            said = outcome.text(bars);
            good = outcome.meets(bars);
            return outcome;
        } catch (LabException failure) {
            said = "FAILED: " + failure.getMessage();
            throw failure;
        } finally {
            say(trouble, interval, said);
            if (!good && options.logs().isPresent()) {
                new KeptLogs(options.logs().get()).keep(lab, trouble, interval, said);
            }
        }
    }

    private synchronized void say(Trouble trouble, Duration interval, String what) {
        done++;
        progress.printf("[%d/%d] %s, every %s: %s%n", done, planned, trouble, LabConfig.text(interval), what);
    }

    private static void awaitEnd(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException told) {
            // It is counted when the series is collected.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", interrupted);
        }
    }

    private static Series collect(Trouble trouble, Duration interval, List<Future<Outcome>> runs) {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Future<Outcome> run : runs) {
            try {
                outcomes.add(run.get());
            } catch (ExecutionException failure) {
                failures.add(failure.getCause().getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted", interrupted);
            }
        }
        return new Series(trouble, interval, outcomes, failures);
    }

    private static void write(Path file, String report) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, report + "\n");
        } catch (IOException failure) {
            throw new LabException("cannot write the report: " + failure, failure);
        }
    }
}
