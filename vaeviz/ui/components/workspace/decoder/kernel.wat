;; The inner loop of the decoder in the page: a matrix product in single precision, four numbers at a time.
;;
;; kernel.wasm beside this file is made of it, and of nothing else, by wasmtime's wat2wasm; a test makes it again and
;; compares the bytes.

(module
  (import "page" "memory" (memory 1))

  ;; out = a b, for a [rows, inner] and out [rows, 16 panels], rows one after the other, and b in panels of 16 columns:
  ;; all of b's rows of the first 16 columns, then of the next, so that it is read from end to end. Addresses are in
  ;; bytes; b and out begin at a multiple of 16.
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
      (br_if $panel (local.get $panels)))))
