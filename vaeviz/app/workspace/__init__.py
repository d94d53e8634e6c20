"""The workspace component: latent sliders, image and map."""
