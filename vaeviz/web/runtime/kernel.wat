;; The inner loops of the decoder in the page, in single precision, four numbers at a time: a matrix product, the
;; sigmoid, and the sum of a transposed convolution's taps. Addresses are in bytes.
;;
;; kernel.wasm beside this file is made of it, and of nothing else, by wasmtime's wat2wasm; a test makes it again and
;; compares the bytes.

(module
  (import "page" "memory" (memory 1))

  ;; out = a b, for a [rows, inner] and out [rows, 16 panels], rows one after the other, and b in panels of 16 columns:
  ;; all of b's rows of the first 16 columns, then of the next, so that it is read from end to end. b and out begin at
  ;; a multiple of 16.
  (func (export "multiply")
    (param $a i32) (param $b i32) (param $out i32) (param $rows i32) (param $inner i32) (param $panels i32)
    (local $a_row i32)    ;; bytes of a row of a
    (local $out_row i32)  ;; bytes of a row of out
    (local $row i32)      ;; rows still to do in this panel
    (local $from i32)     ;; where the row of a, or the first of two, is read
    (local $stop i32)     ;; where it ends
    (local $at i32)       ;; where b is read
    (local $to i32)       ;; where the sums go
    (local $x v128)       ;; one number of a, four times
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128)  ;; 16 columns of a row of b
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)  ;; the sums of the first row
    (local $t0 v128) (local $t1 v128) (local $t2 v128) (local $t3 v128)  ;; and of the second

    (local.set $a_row (i32.shl (local.get $inner) (i32.const 2)))
    (local.set $out_row (i32.shl (local.get $panels) (i32.const 6)))
    (if (i32.eqz (local.get $inner)) (then (return)))

    (loop $panel
      (local.set $row (local.get $rows))
      (local.set $from (local.get $a))
      (local.set $to (local.get $out))

      ;; Two rows at a time: each 16 columns of b that are read serve both.
      (block $paired
        (loop $pair
          (br_if $paired (i32.lt_u (local.get $row) (i32.const 2)))
          (local.set $at (local.get $b))
          (local.set $stop (i32.add (local.get $from) (local.get $a_row)))
          (local.set $s0 (v128.const i32x4 0 0 0 0)) (local.set $s1 (local.get $s0))
          (local.set $s2 (local.get $s0)) (local.set $s3 (local.get $s0))
          (local.set $t0 (local.get $s0)) (local.set $t1 (local.get $s0))
          (local.set $t2 (local.get $s0)) (local.set $t3 (local.get $s0))
          (loop $k
            (local.set $b0 (v128.load (local.get $at)))
            (local.set $b1 (v128.load offset=16 (local.get $at)))
            (local.set $b2 (v128.load offset=32 (local.get $at)))
            (local.set $b3 (v128.load offset=48 (local.get $at)))
            (local.set $x (v128.load32_splat (local.get $from)))
            (local.set $s0 (f32x4.add (local.get $s0) (f32x4.mul (local.get $x) (local.get $b0))))
            (local.set $s1 (f32x4.add (local.get $s1) (f32x4.mul (local.get $x) (local.get $b1))))
            (local.set $s2 (f32x4.add (local.get $s2) (f32x4.mul (local.get $x) (local.get $b2))))
            (local.set $s3 (f32x4.add (local.get $s3) (f32x4.mul (local.get $x) (local.get $b3))))
            (local.set $x (v128.load32_splat (i32.add (local.get $from) (local.get $a_row))))
            (local.set $t0 (f32x4.add (local.get $t0) (f32x4.mul (local.get $x) (local.get $b0))))
            (local.set $t1 (f32x4.add (local.get $t1) (f32x4.mul (local.get $x) (local.get $b1))))
            (local.set $t2 (f32x4.add (local.get $t2) (f32x4.mul (local.get $x) (local.get $b2))))
            (local.set $t3 (f32x4.add (local.get $t3) (f32x4.mul (local.get $x) (local.get $b3))))
            (local.set $at (i32.add (local.get $at) (i32.const 64)))
            (local.set $from (i32.add (local.get $from) (i32.const 4)))
            (br_if $k (i32.lt_u (local.get $from) (local.get $stop))))
          (v128.store (local.get $to) (local.get $s0))
          (v128.store offset=16 (local.get $to) (local.get $s1))
          (v128.store offset=32 (local.get $to) (local.get $s2))
          (v128.store offset=48 (local.get $to) (local.get $s3))
          (local.set $to (i32.add (local.get $to) (local.get $out_row)))
          (v128.store (local.get $to) (local.get $t0))
          (v128.store offset=16 (local.get $to) (local.get $t1))
          (v128.store offset=32 (local.get $to) (local.get $t2))
          (v128.store offset=48 (local.get $to) (local.get $t3))
          (local.set $to (i32.add (local.get $to) (local.get $out_row)))
          (local.set $from (i32.add (local.get $from) (local.get $a_row)))
          (local.set $row (i32.sub (local.get $row) (i32.const 2)))
          (br $pair)))

      ;; The row that is left over, the only one of a single picture's fully connected layers.
      (if (local.get $row)
        (then
          (local.set $at (local.get $b))
          (local.set $stop (i32.add (local.get $from) (local.get $a_row)))
          (local.set $s0 (v128.const i32x4 0 0 0 0)) (local.set $s1 (local.get $s0))
          (local.set $s2 (local.get $s0)) (local.set $s3 (local.get $s0))
          (loop $k
            (local.set $x (v128.load32_splat (local.get $from)))
            (local.set $s0 (f32x4.add (local.get $s0) (f32x4.mul (local.get $x) (v128.load (local.get $at)))))
            (local.set $s1 (f32x4.add (local.get $s1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $at)))))
            (local.set $s2 (f32x4.add (local.get $s2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $at)))))
            (local.set $s3 (f32x4.add (local.get $s3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $at)))))
            (local.set $at (i32.add (local.get $at) (i32.const 64)))
            (local.set $from (i32.add (local.get $from) (i32.const 4)))
            (br_if $k (i32.lt_u (local.get $from) (local.get $stop))))
          (v128.store (local.get $to) (local.get $s0))
          (v128.store offset=16 (local.get $to) (local.get $s1))
          (v128.store offset=32 (local.get $to) (local.get $s2))
          (v128.store offset=48 (local.get $to) (local.get $s3))))

      (local.set $b (i32.add (local.get $b) (i32.shl (local.get $inner) (i32.const 6))))
      (local.set $out (i32.add (local.get $out) (i32.const 64)))
      (local.set $panels (i32.sub (local.get $panels) (i32.const 1)))
      (br_if $panel (local.get $panels))))

  ;; 1 / (1 + exp(-h)), with exp(-h) = 2^n 2^x: n the nearest whole number, 2^x a polynomial of the least error on
  ;; [-1/2, 1/2], 7.5e-8 of itself. Right to about 1e-6 of itself at the far ends, and better between.
  (func $sigmoid_of (param $h v128) (result v128)
    (local $x v128) (local $n v128) (local $y v128)
    (local.set $x (f32x4.mul (local.get $h) (v128.const f32x4 -1.44269504 -1.44269504 -1.44269504 -1.44269504)))
    (local.set $x (f32x4.min (f32x4.max (local.get $x) (v128.const f32x4 -126 -126 -126 -126))
      (v128.const f32x4 126 126 126 126)))
    (local.set $n (f32x4.nearest (local.get $x)))
    (local.set $x (f32x4.sub (local.get $x) (local.get $n)))
    (local.set $y (v128.const f32x4 0.00132764611 0.00132764611 0.00132764611 0.00132764611))
    (local.set $y
      (f32x4.add (f32x4.mul (local.get $y) (local.get $x))
        (v128.const f32x4 0.00967554172 0.00967554172 0.00967554172 0.00967554172)))
    (local.set $y
      (f32x4.add (f32x4.mul (local.get $y) (local.get $x))
        (v128.const f32x4 0.0555071331 0.0555071331 0.0555071331 0.0555071331)))
    (local.set $y
      (f32x4.add (f32x4.mul (local.get $y) (local.get $x))
        (v128.const f32x4 0.240221197 0.240221197 0.240221197 0.240221197)))
    (local.set $y
      (f32x4.add (f32x4.mul (local.get $y) (local.get $x))
        (v128.const f32x4 0.693146967 0.693146967 0.693146967 0.693146967)))
    (local.set $y
      (f32x4.add (f32x4.mul (local.get $y) (local.get $x))
        (v128.const f32x4 1.00000007 1.00000007 1.00000007 1.00000007)))
    (local.set $y
      (f32x4.mul (local.get $y)
        (i32x4.shl
          (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (v128.const i32x4 127 127 127 127))
          (i32.const 23))))
    (f32x4.div (v128.const f32x4 1 1 1 1) (f32x4.add (local.get $y) (v128.const f32x4 1 1 1 1))))

  ;; In place, the sigmoid of `count` numbers, and up to three behind them; `at` is a multiple of 16.
  (func (export "sigmoid") (param $at i32) (param $count i32)
    (local $stop i32)
    (local.set $stop (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (loop $four
      (v128.store (local.get $at) (call $sigmoid_of (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $at) (local.get $stop)))))

  ;; In place, h sigmoid(h), likewise.
  (func (export "silu") (param $at i32) (param $count i32)
    (local $stop i32) (local $h v128)
    (local.set $stop (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (loop $four
      (local.set $h (v128.load (local.get $at)))
      (v128.store (local.get $at) (f32x4.mul (local.get $h) (call $sigmoid_of (local.get $h))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $at) (local.get $stop)))))

  ;; Add `count` numbers at `from` to those at `to`.
  (func $add (param $from i32) (param $to i32) (param $count i32)
    (block $rest
      (loop $four
        (br_if $rest (i32.lt_s (local.get $count) (i32.const 4)))
        (v128.store align=4 (local.get $to)
          (f32x4.add (v128.load align=4 (local.get $to)) (v128.load align=4 (local.get $from))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $four)))
    (block $done
      (loop $one
        (br_if $done (i32.eqz (local.get $count)))
        (f32.store (local.get $to) (f32.add (f32.load (local.get $to)) (f32.load (local.get $from))))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $one))))

  ;; Add up the 4 x 4 taps of every pixel to a picture of twice the size: tap (i, j) of pixel (y, x) belongs to
  ;; (2y + i - 1, 2x + j - 1). The four taps of a row lie side by side in both, but for those beyond the rim.
  (func (export "addTaps") (param $taps i32) (param $to i32) (param $height i32) (param $width i32) (param $out i32)
    (local $y i32) (local $i i32) (local $x i32)
    (local $row i32)    ;; of the result
    (local $from i32)   ;; where the taps of a pixel's row are read
    (local $at i32)     ;; where they go
    (local $pixel i32)  ;; bytes of a pixel of the result
    (local.set $pixel (i32.shl (local.get $out) (i32.const 2)))
    (loop $down
      (local.set $i (i32.const 0))
      (loop $tap
        (local.set $row (i32.sub (i32.add (i32.shl (local.get $y) (i32.const 1)) (local.get $i)) (i32.const 1)))
        (if (i32.lt_u (local.get $row) (i32.shl (local.get $height) (i32.const 1)))
          (then
            (local.set $from
              (i32.add (local.get $taps)
                (i32.mul (local.get $pixel)
                  (i32.shl
                    (i32.add (i32.shl (i32.mul (local.get $y) (local.get $width)) (i32.const 2)) (local.get $i))
                    (i32.const 2)))))
            (local.set $at
              (i32.add (local.get $to)
                (i32.mul (local.get $pixel)
                  (i32.sub
                    (i32.mul (local.get $row) (i32.shl (local.get $width) (i32.const 1)))
                    (i32.const 1)))))
            (local.set $x (i32.const 0))
            (loop $along
              (call $add
                (i32.add (local.get $from) (select (i32.const 0) (local.get $pixel) (local.get $x)))
                (i32.add (local.get $at) (select (i32.const 0) (local.get $pixel) (local.get $x)))
                (i32.mul (local.get $out)
                  (i32.sub
                    (i32.const 4)
                    (i32.add
                      (i32.eqz (local.get $x))
                      (i32.eq (i32.add (local.get $x) (i32.const 1)) (local.get $width))))))
              (local.set $from (i32.add (local.get $from) (i32.shl (local.get $pixel) (i32.const 4))))
              (local.set $at (i32.add (local.get $at) (i32.shl (local.get $pixel) (i32.const 1))))
              (local.set $x (i32.add (local.get $x) (i32.const 1)))
              (br_if $along (i32.lt_u (local.get $x) (local.get $width))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $tap (i32.lt_u (local.get $i) (i32.const 4))))
      (local.set $y (i32.add (local.get $y) (i32.const 1)))
      (br_if $down (i32.lt_u (local.get $y) (local.get $height))))))
