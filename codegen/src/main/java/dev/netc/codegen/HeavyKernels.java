package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Convolutional;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Pooling;
import dev.netc.ir.Value;
import dev.netc.runtime.ChannelsLastPool;
import dev.netc.runtime.Pool2d;

/** Writes the kernels that are calls of the runtime, for images in either layout. */
final class HeavyKernels {
  private final ProductKernels products;
  private final ChannelsFirstKernels first;
  private final ChannelsLastKernels last;

  HeavyKernels(KernelPlan plan) {
    this.products = new ProductKernels(plan);
    this.first = new ChannelsFirstKernels(plan);
    this.last = new ChannelsLastKernels(plan);
  }

  CodeBlock matmul(Value value, MatMul op, Fused fused) {
    return products.matmul(value, op, fused);
  }

  private static boolean isLast(ImageLayout layout) {
    return layout == ImageLayout.CHANNELS_LAST;
  }

  /** The class of the object that does a convolution. */
  static Class<?> convolutionClass(Convolutional op) {
    return isLast(op.layout())
        ? ChannelsLastKernels.convolutionClass(op)
        : ChannelsFirstKernels.convolutionClass(op);
  }

  /** The object that the field of a convolution holds. */
  CodeBlock convolutionObject(Value value, Convolutional op) {
    return isLast(op.layout())
        ? last.convolutionObject(value, op)
        : first.convolutionObject(value, op);
  }

  CodeBlock convolution(Value value, Convolutional op, Fused fused) {
    return isLast(op.layout())
        ? last.convolution(value, op, fused)
        : first.convolution(value, op, fused);
  }

  /** The class of the object that does a pooling. */
  static Class<?> poolClass(Pooling op) {
    return isLast(op.layout()) ? ChannelsLastPool.class : Pool2d.class;
  }

  /** The object that the field of a pooling holds. */
  CodeBlock poolObject(Value value, Pooling op) {
    return isLast(op.layout())
        ? ChannelsLastKernels.poolObject(value, op)
        : first.poolObject(value, op);
  }

  CodeBlock pool(Value value, Pooling op) {
    return isLast(op.layout()) ? last.pool(value, op) : first.pool(value, op);
  }
}
