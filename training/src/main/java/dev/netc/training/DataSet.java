package dev.netc.training;

/** The examples to learn from and those to be tested on. */
public record DataSet(String name, Examples train, Examples test) {}
