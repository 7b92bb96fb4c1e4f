/** A photograph of a letter as a phone takes it has 4 to 12 MB; readable, it needs a tenth of that. */

const LONGEST = 2200; // pixels: a page of A4 stays readable
const SMALL = 700_000; // bytes that go as they are

/** @param {HTMLInputElement} input whose photograph is replaced by a smaller one; what is no photograph stays */
export async function shrink(input) {
  const file = input.files?.[0];
  if (!file || !file.type.startsWith("image/") || file.size <= SMALL) return;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return; // a picture that this browser cannot read goes as it is; the server says what it thinks of it
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
  if (!blob || blob.size >= file.size) return;
  const chosen = new DataTransfer();
  chosen.items.add(new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
  input.files = chosen.files;
}
