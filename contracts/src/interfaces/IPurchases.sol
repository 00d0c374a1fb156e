// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice R24: whether what is bought on the market counts towards the ceilings. The figure is nought (it does not), 1 (towards
/// the one for an issuer, R4) or 2 (towards the one over a year too, R4b).
interface IPurchases {
    /// @notice Whether a purchase of units of the class `face` for `amount` sen is within the buyer's ceilings, where it counts
    /// as `how` says; when it `books` it, it counts from now on. Booked by an instance, for the buyer of its fill.
    function purchase(address buyer, address face, uint256 amount, uint256 how, bool books) external returns (bool within);
}
