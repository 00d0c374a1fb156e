// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IActs} from "../interfaces/IActs.sol";
import {IFace} from "../interfaces/IFaces.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";

/// @dev What the faces share: a name, and the kernel that they speak for. A face keeps no balance.
abstract contract Faced is IFace, IActs {
    error FaceOnlyMaster(address caller);
    error FaceAlreadyInitialized();

    IMarketMaster public immutable MASTER;
    bytes32 private _name;
    bytes32 private _symbol;

    modifier onlyMaster() {
        require(msg.sender == address(MASTER), FaceOnlyMaster(msg.sender));
        _;
    }

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    /// @inheritdoc IFace
    function initialize(bytes32 name_, bytes32 symbol_) external onlyMaster {
        require(_name == 0, FaceAlreadyInitialized());
        (_name, _symbol) = (name_, symbol_);
    }

    /// @notice ERC-7943: whether `account` may send at all.
    function canSend(address account) external view returns (bool) {
        return MASTER.isActive(account);
    }

    /// @notice ERC-7943: whether `account` may receive at all.
    function canReceive(address account) external view returns (bool) {
        return MASTER.isActive(account);
    }

    function name() public view virtual returns (string memory) {
        return _text(_name);
    }

    function symbol() public view virtual returns (string memory) {
        return _text(_symbol);
    }

    /// @dev UTF-8 bytes, filled up with zeros.
    function _text(bytes32 word) private pure returns (string memory) {
        uint256 length;
        while (length < 32 && word[length] != 0) ++length;
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = word[i];
        }
        return string(text);
    }
}
