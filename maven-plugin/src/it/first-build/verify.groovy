def log = new File(basedir, 'build.log').text
assert log.contains('Wrote 3 classes')

def generated = new File(basedir, 'target/generated-sources/net/app')
assert new File(generated, 'digits/LeNet.java').text.startsWith('package app.digits;')
assert new File(generated, 'Parity.java').text.contains('public final class Parity implements Network')
assert new File(generated, 'ParityStep.java').exists()
assert new File(basedir, 'target/classes/app/digits/LeNet.class').exists()
assert new File(basedir, 'target/classes/app/Main.class').exists()
